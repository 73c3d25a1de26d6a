import GRDB
import PlateauData

/// What SQLite says, in words that name the file and the remedy.
enum StoreFailure {
  /// What was to be done to the file.
  enum Action: String {
    /// To open it.
    case open
    /// To take outcomes from it.
    case read
    /// To put outcomes into it.
    case write
  }

  /// Runs something, and turns the errors of the library into ours.
  static func translating<Result>(
    _ action: Action, _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw failure(action, path, error)
    } catch let error as RowDecodingError {
      throw damaged(path, "\(error)")
    }
  }

  /// A file whose content is not what it should be.
  static func damaged(_ path: String, _ reason: String) -> ExperimentError {
    ExperimentError(
      .store,
      "'\(path)' is damaged: \(reason). Move it away and run the evaluation again, or restore a "
        + "copy.")
  }

  /// A file that SQLite cannot read.
  static func noDatabase(_ path: String) -> ExperimentError {
    ExperimentError(
      .store,
      "'\(path)' is no SQLite file. Choose another output folder, or move the file away.")
  }

  private static func failure(
    _ action: Action, _ path: String, _ error: DatabaseError
  ) -> ExperimentError {
    let reason = error.message ?? "\(error.resultCode)"
    let start = "Cannot \(action.rawValue) '\(path)': "
    switch error.resultCode {
    case .SQLITE_NOTADB: return noDatabase(path)
    case .SQLITE_CORRUPT: return damaged(path, reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return ExperimentError(
        .system,
        start + "another process has locked it. Wait until that has finished, or end it, then "
          + "continue with --resume.")
    case .SQLITE_FULL:
      return ExperimentError(
        .system, start + "the disk is full. Free some space, then continue with --resume.")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      let remedy =
        action == .read
        ? "Make it readable, or copy its folder." : "Make its folder writable, or choose another."
      return ExperimentError(.system, start + "\(reason). \(remedy)")
    case .SQLITE_CONSTRAINT:
      return ExperimentError(
        .store,
        start + "an outcome breaks a rule of the store, \(reason). Report this as an error "
          + "of the attack.")
    default:
      return ExperimentError(
        .system, start + "\(reason). Check the disk, or choose another output folder.")
    }
  }
}
