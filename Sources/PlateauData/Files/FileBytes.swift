#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads whole files, and looks at what is there.
public enum FileBytes {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: A regular file.
  ///   - limit: The largest size accepted, in bytes.
  /// - Returns: The whole content.
  /// - Throws: `DataError` that says whether the file or its folder is missing, a folder was
  ///   given, the file is too large, or the system refused.
  public static func read(_ path: String, limit: Int = 1 << 33) throws(DataError) -> [UInt8] {
    let file = try OpenFile(path)
    guard file.size <= limit else {
      throw DataError(
        .unsupported,
        "'\(path)' has \(file.size) bytes; at most \(limit) are read. Give a smaller file.")
    }
    return try file.bytes(from: 0, count: file.size)
  }

  /// Whether there is a regular file under the path.
  public static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

  /// Whether there is a folder under the path.
  public static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  static func failure(_ path: String, _ reason: Int32) -> DataError {
    let folder = FilePathText.folder(of: path)
    switch reason {
    case ENOENT where !isFolder(folder):
      return DataError(
        .missing, "There is no folder '\(folder)', where '\(path)' should be. Check the path.")
    case ENOENT:
      let near = NearbyNames.path(like: path).map { "; there is '\($0)'" } ?? ""
      return DataError(.missing, "There is no file '\(path)'\(near). Check the path.")
    case ENOTDIR:
      return DataError(
        .missing, "There is no file '\(path)': a part of the path is a file. Check the path.")
    case EACCES:
      return DataError(
        .system, "Cannot read '\(path)': permission is lacking. Make it readable, or copy it.")
    default:
      let text = String(cString: strerror(reason))
      return DataError(.system, "Cannot read '\(path)': \(text).")
    }
  }
}
