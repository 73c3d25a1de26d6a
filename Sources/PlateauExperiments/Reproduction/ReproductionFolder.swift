import PlateauData

/// The folder of a reproduction: one run for each network, one file for each finding.
public struct ReproductionFolder: Sendable, Hashable {
  /// The path of the folder.
  public let path: String

  /// Names a folder; nothing is read or written yet.
  public init(_ path: String) {
    self.path = path
  }

  /// What is to be done, and with which data.
  public var plan: String { path + "/plan.json" }
  /// Everything that was measured; there once the reproduction is finished.
  public var record: String { path + "/reproduction.json" }
  /// The folder of the report.
  public var report: String { path + "/report" }
  private var findings: String { path + "/findings" }

  /// Whether the folder holds a reproduction, finished or not.
  public var holdsReproduction: Bool { FileBytes.isFile(plan) }
  /// Whether the reproduction in it is finished.
  public var isFinished: Bool { FileBytes.isFile(record) }

  /// The folder of a network's training run.
  public func run(_ preset: Preset) -> RunFolder { RunFolder("\(path)/runs/\(preset.name)") }

  struct Start: Codable, Hashable {
    var plan: ReproductionPlan
    var data: String
    var dataChecksum: String
  }

  func prepare(_ plan: ReproductionPlan, data: Dataset, resumes: Bool) throws {
    let start = Start(plan: plan, data: data.name, dataChecksum: data.checksum)
    if holdsReproduction {
      guard resumes else {
        throw ExperimentError(
          .folder,
          "'\(path)' holds another reproduction. Continue it with --resume, or choose another "
            + "output folder.")
      }
      let found = try RunFolder.decode(Start.self, try FileBytes.read(self.plan), self.plan)
      guard found == start else {
        throw ExperimentError(
          .mismatch,
          "'\(path)' holds a \(found.description), but a \(start.description) was asked for. "
            + "Ask for the same, or choose another output folder.")
      }
    } else {
      try RunFolder(path).requireUnused(beginnings: ["findings"])
      try Folder.create(findings)
      try RunFolder.write(start, to: self.plan)
    }
  }

  /// The folder of a further seed, with runs and findings of its own.
  func repetition(_ seed: UInt64) throws -> ReproductionFolder {
    let folder = ReproductionFolder("\(path)/seeds/\(seed)")
    try Folder.create(folder.findings)
    return folder
  }

  private func finding(_ name: String) -> String {
    let file = name.replacing(", logits × ", with: "-logits-")
      .replacing(", attention × ", with: "-attention-").replacing(" × ", with: "-gain-")
    return "\(findings)/\(file).json"
  }

  func readFinding<Finding: Decodable>(_ name: String, as type: Finding.Type) throws -> Finding? {
    let file = finding(name)
    guard FileBytes.isFile(file) else { return nil }
    return try RunFolder.decode(type, try FileBytes.read(file), file)
  }

  func writeFinding(_ value: some Encodable, _ name: String) throws {
    try RunFolder.write(value, to: finding(name))
  }

  func write(_ result: ReproductionRecord) throws {
    try RunFolder.write(result, to: record)
  }

  /// Reads what was measured.
  ///
  /// - Returns: The record.
  /// - Throws: `DataError` or `ExperimentError` where the file is missing or damaged.
  public func readRecord() throws -> ReproductionRecord {
    try RunFolder.decode(ReproductionRecord.self, try FileBytes.read(record), record)
  }
}

extension ReproductionFolder.Start: CustomStringConvertible {
  var description: String {
    "\(plan.isFull ? "full" : plan.isQuick ? "quick" : "normal") reproduction of "
      + (plan.seeds == 1 ? "seed \(plan.seed)" : "\(plan.seeds) seeds from \(plan.seed)")
      + " on '\(data)' "
      + "(\(dataChecksum.prefix(12))…)"
  }
}
