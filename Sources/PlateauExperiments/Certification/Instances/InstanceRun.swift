public import PlateauCertification
import PlateauData
import PlateauFormats
import PlateauNetworks
public import PlateauNumerics

/// Verifies a list of instances, one after the other, each within its own limit.
public struct InstanceRun: Sendable {
  /// The list.
  public let list: InstanceList
  /// The tightest method.
  public let method: CertificationMethod
  /// The most seconds of an instance, whatever the list says; nil for those of the list.
  public let mostSeconds: Double?
  /// The seed of random starts of attacks.
  public let seed: UInt64
  /// The bytes that the process may take, nearly; three quarters of the machine's if nil.
  public let memory: Int?
  /// How far from unsafe the outputs of a counterexample may be as programs compute them.
  public let tolerance: Double
  /// Where results go, and are looked for; nil for nowhere.
  public let folder: InstanceFolder?
  private let workers: Workers

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - list: The list.
  ///   - method: The tightest method.
  ///   - mostSeconds: The most seconds of an instance, whatever the list says.
  ///   - seed: The seed of random starts of attacks.
  ///   - memory: The bytes that the process may take; three quarters of the machine's if nil.
  ///   - tolerance: How far from unsafe the outputs of a counterexample may be as programs compute them.
  ///   - folder: Where results go, and are looked for.
  ///   - workers: The threads; they do not change the answers, unless the time is up.
  public init(
    _ list: InstanceList, method: CertificationMethod, mostSeconds: Double? = nil,
    seed: UInt64 = 0, memory: Int? = nil, tolerance: Double = 0, folder: InstanceFolder? = nil,
    workers: Workers
  ) {
    self.list = list
    self.method = method
    self.mostSeconds = mostSeconds
    self.seed = seed
    self.memory = memory
    self.tolerance = tolerance
    self.folder = folder
    self.workers = workers
  }

  /// The limit of an instance in seconds, from the reading of its files.
  public func limit(of instance: InstanceList.Instance) -> Double {
    min(instance.limit, mostSeconds ?? .infinity)
  }

  /// Verifies all of them; those whose results are in the folder are taken from there.
  ///
  /// What cannot be read is an answer, too, and the next instance follows.
  ///
  /// - Parameters:
  ///   - progress: Told the share that is done and what is being done; stops it by returning false.
  ///   - finished: Told each record, and whether it was there already.
  /// - Returns: All records; nil if it was stopped, with what is done in the folder.
  /// - Throws: `DataError` where the folder cannot be written to.
  public func run(
    progress: (Double, String) -> Bool = { _, _ in true },
    finished: (InstanceRecord, Bool) throws -> Void = { _, _ in }
  ) throws -> InstanceReport? {
    var records: [InstanceRecord] = []
    var files: [String: InstanceRecord.File] = [:]
    var last: (path: String, model: Result<LoadedModel, any Error>)?
    for (index, instance) in list.instances.enumerated() {
      var record = question(instance, index + 1, &files)
      let isKept: Bool
      if let kept = folder?.kept(record, of: instance) {
        (record, isKept) = (kept, true)
      } else {
        // One network at a time is in memory.
        if last?.path != instance.network { last = nil }
        let start = ContinuousClock.now
        let model =
          last?.model
          ?? Result { try LoadedModel(instance.network, allowsSingleOutput: true) }
        last = (instance.network, model)
        let found: PropertyVerification.Counterexample?
        do {
          guard
            let answer = try answer(
              &record, instance, model.get(), since: start,
              progress: { share, activity in
                progress(
                  (Double(index) + share) / Double(list.instances.count),
                  "\(index + 1)/\(list.instances.count) \(activity)")
              })
          else { return nil }
          found = answer.counterexample
        } catch {
          record.answer = .error
          record.message = (error as? any DiagnosedError)?.message ?? "\(error)"
          record.prepareSeconds = (ContinuousClock.now - start) / .seconds(1)
          found = nil
        }
        try folder?.write(record, found, of: instance)
        isKept = false
      }
      records.append(record)
      try folder?.write(records)
      try finished(record, isKept)
    }
    return InstanceReport(records)
  }

  /// A record without an answer yet.
  private func question(
    _ instance: InstanceList.Instance, _ number: Int, _ files: inout [String: InstanceRecord.File]
  ) -> InstanceRecord {
    func file(_ path: String, _ listed: String) -> InstanceRecord.File {
      var file = files[path] ?? Self.file(path)
      files[path] = file
      file.path = listed
      return file
    }
    return InstanceRecord(
      number: number, network: file(instance.network, instance.listedNetwork),
      property: file(instance.property, instance.listedProperty), limit: limit(of: instance),
      method: method, seed: seed, tolerance: tolerance, answer: .error, message: nil,
      prepareSeconds: 0, seconds: 0,
      subproblems: 0)
  }

  private static func file(_ path: String) -> InstanceRecord.File {
    guard FileBytes.isFile(path), let bytes = try? FileBytes.read(path) else {
      return InstanceRecord.File(path: path, bytes: 0, sha256: "")
    }
    return InstanceRecord.File(
      path: path, bytes: bytes.count, sha256: SHA256.hexDigest(of: bytes))
  }

  /// Answers an instance; nil if it was stopped.
  private func answer(
    _ record: inout InstanceRecord, _ instance: InstanceList.Instance, _ model: LoadedModel,
    since start: ContinuousClock.Instant, progress: (Double, String) -> Bool
  ) throws -> PropertyVerification.Finding? {
    let names = "\(instance.listedNetwork), \(instance.listedProperty)"
    guard progress(0, names) else { return nil }
    let property = try VNNLIBProperty.read(instance.property)
    let verification = try PropertyVerification(model, property, workers: workers)
    try verification.check(method)
    let prepared = ContinuousClock.now
    record.prepareSeconds = (prepared - start) / .seconds(1)
    let deadline = Deadline(afterSeconds: record.limit - record.prepareSeconds)
    let finding = verification.run(
      method: method, until: deadline, seed: seed, memory: memory, tolerance: tolerance
    ) { _, activity in
      // How much of one instance is done nobody knows.
      progress(0, "\(names): \(activity)")
    }
    guard let finding else { return nil }
    record.seconds = (ContinuousClock.now - prepared) / .seconds(1)
    record.subproblems = finding.report.subproblems
    record.message = property.warning
    switch finding.report.answer {
    case .sat: record.answer = .sat
    case .unsat: record.answer = .unsat
    case .unknown where finding.report.reason == .timeout: record.answer = .timeout
    case .unknown:
      record.answer = .unknown
      record.message = finding.report.reason?.rawValue
    }
    return finding
  }
}
