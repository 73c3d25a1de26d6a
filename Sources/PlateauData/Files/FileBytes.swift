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
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else {
      throw DataError(.mismatch, "'\(path)' is a folder, but a file is needed. Name a file in it.")
    }
    guard kind == S_IFREG else {
      throw DataError(
        .unsupported, "'\(path)' is not a regular file. Copy its content to a file first.")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw DataError(
        .unsupported,
        "'\(path)' has \(size) bytes; at most \(limit) are read. Give a smaller file.")
    }
    return try readAll(descriptor, size: size, path: path)
  }

  private static func readAll(
    _ descriptor: Int32, size: Int, path: String
  ) throws(DataError) -> [UInt8] {
    var reason: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let part = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        #if canImport(Glibc)
        let got = Glibc.read(descriptor, part.baseAddress, part.count)
        #else
        let got = Darwin.read(descriptor, part.baseAddress, part.count)
        #endif
        if got < 0 && errno == EINTR { continue }
        if got < 0 { reason = errno }
        if got <= 0 { return }
        count += got
      }
    }
    guard reason == 0 else { throw failure(path, reason) }
    return bytes
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
