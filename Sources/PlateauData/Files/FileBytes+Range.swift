#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension FileBytes {
  /// A part of a file that must lie in a folder, links followed.
  ///
  /// - Parameters:
  ///   - name: The path from the folder on.
  ///   - folder: The folder; empty for the current one.
  ///   - start: The first byte, at least 0.
  ///   - count: The number of bytes, at least 0.
  /// - Returns: The bytes; nothing of their size is allocated unless they are there.
  /// - Throws: `DataError` where the file is missing, outside the folder, or too short.
  package static func read(
    _ name: String, inside folder: String, from start: Int, count: Int
  ) throws(DataError) -> [UInt8] {
    let path = folder.isEmpty ? name : folder + "/" + name
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    guard let root = resolved(folder.isEmpty ? "." : folder), let target = resolved(path),
      target.hasPrefix(root == "/" ? root : root + "/")
    else {
      throw DataError(
        .unsupported,
        "'\(path)' is a link to a file in another folder. Copy the file to its place.")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw DataError(.mismatch, "'\(path)' is no regular file. Put the right file there.")
    }
    let size = Int(status.st_size)
    guard start <= size, count <= size - start else {
      throw DataError(
        .malformed,
        "'\(path)' has \(size) bytes, too few for \(count) from byte \(start) on. It is damaged: "
          + "copy it again.")
    }
    var reason: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled,
          off_t(start + filled))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { reason = errno }
        if got <= 0 { return }
        filled += got
      }
    }
    guard reason == 0 else { throw failure(path, reason) }
    guard bytes.count == count else {
      throw DataError(.malformed, "'\(path)' became shorter while it was read. Try again.")
    }
    return bytes
  }

  /// The path without links.
  private static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
