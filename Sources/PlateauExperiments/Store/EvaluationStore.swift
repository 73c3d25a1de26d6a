import GRDB
import PlateauData

/// A file that keeps what attacks came to, example by example, while an evaluation runs.
///
/// Each batch is one transaction: a killed process loses at most the batch in flight, and whoever
/// opens the file next finds every batch before it. Between transactions the file is complete by
/// itself. Any SQLite client can read it, also while it is written; `docs/evaluation-store.md`
/// describes the tables.
///
/// ```swift
/// let store = try EvaluationStore("run/\(EvaluationStore.fileName)")
/// let known = try store.outcomes(for: key, at: [0, 1, 2])
/// ```
public final class EvaluationStore: Sendable {
  /// The name of the file in a folder of results.
  public static let fileName = "evaluation.sqlite"

  /// The path of the file.
  public let path: String
  private let queue: DatabaseQueue

  /// How long another process is waited for.
  package static let defaultPatience = Duration.seconds(10)

  /// Opens a store to read and write it, or makes one.
  ///
  /// - Parameter path: The file; its folder must be there.
  /// - Throws: `ExperimentError` where the folder is missing, the file is not a store or one of a
  ///   later version, or it cannot be written.
  public convenience init(_ path: String) throws {
    try self.init(path, patience: Self.defaultPatience)
  }

  /// Opens a store, waiting for other processes as long as said.
  package init(_ path: String, patience: Duration) throws {
    self.path = path
    let folder = Self.folder(of: path)
    guard FileBytes.isFolder(folder) else {
      throw ExperimentError(
        .folder, "There is no folder '\(folder)', where '\(path)' should be. Create it first.")
    }
    try Self.checkKind(path)
    let configuration = Self.configuration(patience, isReadOnly: false)
    queue = try StoreFailure.translating(.open, path) {
      try DatabaseQueue(path: path, configuration: configuration)
    }
    try StoreFailure.translating(.write, path) {
      try queue.write { database in
        // Inside the transaction: of two processes one makes the tables.
        switch try StoreSchema.finding(in: database) {
        case .empty: try StoreSchema.create(in: database)
        case let finding:
          let version = try Self.check(finding, path)
          try StoreSchema.update(database, from: version)
        }
      }
    }
  }

  /// Opens a store only to read it.
  ///
  /// - Parameter path: The file.
  /// - Throws: `ExperimentError` where it is missing, is not a store or is one of a later version,
  ///   or cannot be read.
  public init(reading path: String) throws {
    self.path = path
    try Self.checkKind(path)
    guard FileBytes.isFile(path) else {
      throw ExperimentError(.store, "There is no evaluation store '\(path)'. Check the path.")
    }
    let configuration = Self.configuration(Self.defaultPatience, isReadOnly: true)
    queue = try StoreFailure.translating(.read, path) {
      try DatabaseQueue(path: path, configuration: configuration)
    }
    try StoreFailure.translating(.read, path) {
      try queue.read { _ = try Self.check(StoreSchema.finding(in: $0), path) }
    }
  }

  /// Reads from the file in one transaction.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try StoreFailure.translating(.read, path) { try queue.read(body) }
  }

  /// Writes to the file in one transaction.
  func write(_ body: (Database) throws -> Void) throws {
    try StoreFailure.translating(.write, path) { try queue.write(body) }
  }
}

// MARK: - Opening

extension EvaluationStore {
  private static func configuration(_ patience: Duration, isReadOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience / .seconds(1))
    configuration.readonly = isReadOnly
    return configuration
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func checkKind(_ path: String) throws(ExperimentError) {
    if FileBytes.isFolder(path) {
      throw ExperimentError(
        .store, "'\(path)' is a folder, but an evaluation store is a file. Check the path.")
    }
  }

  /// The version of a store that can be read.
  private static func check(
    _ finding: StoreSchema.Finding, _ path: String
  ) throws(ExperimentError) -> Int32 {
    switch finding {
    case .store(let version) where (1...StoreSchema.version).contains(version): return version
    case .store(let version):
      throw ExperimentError(
        .store,
        "'\(path)' is an evaluation store of version \(version), but this is Plateau "
          + "\(plateauVersion), which knows versions up to \(StoreSchema.version). Use the Plateau that "
          + "wrote it, or choose another output folder.")
    case .foreign(let identifier):
      let name = String(UInt32(bitPattern: identifier), radix: 16)
      throw ExperimentError(
        .store,
        "'\(path)' is an SQLite file of another program: its application_id is 0x\(name), an "
          + "evaluation store has 0x\(String(StoreSchema.applicationID, radix: 16)). Choose "
          + "another output folder, or move the file away.")
    case .empty:
      throw ExperimentError(
        .store, "'\(path)' is empty: no evaluation has begun. Give the store of another run.")
    }
  }
}
