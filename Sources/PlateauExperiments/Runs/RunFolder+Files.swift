import PlateauData

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RunFolder {
  /// Makes the folder, and writes what a run begins with.
  func prepare(
    _ configuration: RunConfiguration, _ data: StudyData, threads: Int
  ) throws {
    guard !holdsRun else { return try removePartialFiles() }
    try Folder.create(checkpoints)
    let record = RunEnvironment(data: data.name, dataChecksum: data.checksum, threads: threads)
    try Self.write(record, to: environment)
    // Last, since it is what makes the folder a run.
    try AtomicFile.write(text: configuration.yaml, to: self.configuration)
  }

  /// Refuses to continue a run of another configuration or of other data.
  func requireSame(_ configuration: RunConfiguration, _ data: StudyData) throws {
    let saved = try RunConfiguration(contentsOf: self.configuration)
    if saved != configuration {
      let pairs = zip(
        saved.yaml.split(separator: "\n"), configuration.yaml.split(separator: "\n"))
      let (old, new) = pairs.first { $0 != $1 } ?? ("", "")
      throw ExperimentError(
        .mismatch,
        "'\(path)' holds a run with '\(old.trimmed)', but '\(new.trimmed)' was asked for. "
          + "Continue it with its own configuration, or choose another output folder.")
    }
    let environment = try readEnvironment()
    guard environment.dataChecksum == data.checksum else {
      throw ExperimentError(
        .mismatch,
        "'\(path)' was trained on '\(environment.data)' with the checksum "
          + "\(environment.dataChecksum.prefix(12))…, but '\(data.name)' has "
          + "\(data.checksum.prefix(12))…. Give the same data, or choose another output folder.")
    }
  }

  /// Reads what the run ran on.
  ///
  /// - Returns: The record.
  /// - Throws: `DataError` or `ExperimentError` where the file is missing or damaged.
  public func readEnvironment() throws -> RunEnvironment {
    try Self.decode(RunEnvironment.self, try FileBytes.read(environment), environment)
  }

  /// Writes the records of all epochs.
  func writeMetrics(_ epochs: [EpochRecord]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var bytes: [UInt8] = []
    for epoch in epochs {
      bytes += try encoder.encode(epoch)
      bytes.append(UInt8(ascii: "\n"))
    }
    try AtomicFile.write(bytes, to: metrics)
  }

  /// Reads the records of the first epochs.
  func readMetrics(epochs count: Int) throws -> [EpochRecord] {
    guard count > 0 else { return [] }
    let records = try readMetrics()
    guard records.count >= count else {
      throw ExperimentError(
        .mismatch,
        "'\(metrics)' has \(records.count) lines, but the checkpoint comes after epoch \(count). "
          + "Start the run again in another folder.")
    }
    return Array(records.prefix(count))
  }

  /// Reads the records of all epochs.
  ///
  /// - Returns: One record for each line.
  /// - Throws: `DataError` or `ExperimentError` where the file is missing or damaged.
  public func readMetrics() throws -> [EpochRecord] {
    let lines = try FileBytes.read(metrics).split(separator: UInt8(ascii: "\n"))
    return try lines.map { try Self.decode(EpochRecord.self, Array($0), metrics) }
  }

  static func write(_ record: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try AtomicFile.write(Array(try encoder.encode(record)) + [UInt8(ascii: "\n")], to: path)
  }

  static func decode<Record: Decodable>(
    _ type: Record.Type, _ bytes: [UInt8], _ path: String
  ) throws -> Record {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw ExperimentError(
        .mismatch, "'\(path)' is damaged: \(error). Start the run again in another folder.")
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}
