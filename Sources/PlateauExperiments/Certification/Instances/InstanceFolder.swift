import PlateauData

/// The folder of a run of instances: `results.csv`, and for each instance its answer as the competition
/// asks for it and a record, by which a run that was stopped goes on.
///
/// `results.csv` has lines of the network, the property, the seconds of preparation, the answer and the
/// seconds that it took. The file of an instance begins with a line of the answer; of `sat` a
/// counterexample follows, of `error` what went wrong.
public struct InstanceFolder: Sendable {
  /// The path of the folder.
  public let path: String

  /// Makes the folder, or takes one of the same kind.
  ///
  /// - Throws: `ExperimentError` where it holds results of another kind, `DataError` where it cannot be
  ///   made.
  public init(_ path: String) throws {
    self.path = path
    try Folder.create(path)
    for name in CertificationFolder.names where FileBytes.isFile(path + "/" + name) {
      throw ExperimentError(
        .folder,
        "'\(path)/\(name)' is that of a certification, not of a list. Choose another output folder."
      )
    }
  }

  /// The path of the results.
  public var results: String { path + "/results.csv" }

  /// The path of an instance's answer.
  public func answer(of instance: InstanceList.Instance) -> String {
    "\(path)/\(Self.name(of: instance)).txt"
  }

  private func record(of instance: InstanceList.Instance) -> String {
    "\(path)/\(Self.name(of: instance)).json"
  }

  /// The names of both files, and a few digits that tell those apart that are called alike.
  private static func name(of instance: InstanceList.Instance) -> String {
    func stem(_ path: String) -> String {
      var name = path.split(separator: "/").last.map(String.init) ?? path
      for ending in [".gz", ".onnx", ".vnnlib"] where name.hasSuffix(ending) {
        name = String(name.dropLast(ending.count))
      }
      let safe = name.unicodeScalars.prefix(80).map { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789.=_-".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      }
      return String(safe)
    }
    let key = [instance.listedNetwork, instance.listedProperty, "\(instance.limit)"]
      .joined(separator: "\n")
    let digits = SHA256.hexDigest(of: Array(key.utf8)).prefix(8)
    return "\(stem(instance.network))-\(stem(instance.property))-\(digits)"
  }

  /// The record of an instance that is there already; nil where there is none, or one of another
  /// question.
  func kept(_ question: InstanceRecord, of instance: InstanceList.Instance) -> InstanceRecord? {
    let path = record(of: instance)
    guard FileBytes.isFile(answer(of: instance)),
      let bytes = try? FileBytes.read(path),
      var found = try? RunFolder.decode(InstanceRecord.self, bytes, path),
      found.isSameQuestion(as: question)
    else { return nil }
    found.number = question.number
    return found
  }

  /// Writes what came of an instance; the record last, since it says that all is there.
  func write(
    _ record: InstanceRecord, _ counterexample: PropertyVerification.Counterexample?,
    of instance: InstanceList.Instance
  ) throws {
    var text = record.answer.rawValue + "\n"
    if let counterexample {
      text = counterexample.text
    } else if record.answer == .error, let message = record.message {
      text += message + "\n"
    }
    try AtomicFile.write(text: text, to: answer(of: instance))
    try RunFolder.write(record, to: self.record(of: instance))
  }

  /// Writes the results of all instances so far.
  func write(_ records: [InstanceRecord]) throws {
    let lines = records.map { record in
      CSVText.line([
        record.network.path, record.property.path, NumberText.fixed(record.prepareSeconds, 3),
        record.answer.rawValue, NumberText.fixed(record.seconds, 3),
      ]) + "\n"
    }
    try AtomicFile.write(text: lines.joined(), to: results)
  }
}
