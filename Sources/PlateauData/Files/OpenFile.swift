#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file that stays open, of which parts are read when they are needed.
package final class OpenFile: Sendable {
  /// The path that messages name.
  package let path: String
  /// Its size in bytes when it was opened.
  package let size: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Throws: `DataError` that says whether the file or its folder is missing, a folder was given, or
  ///   the system refused.
  package init(_ path: String) throws(DataError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileBytes.failure(path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = errno
      close(descriptor)
      throw FileBytes.failure(path, reason)
    }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG else {
      close(descriptor)
      guard kind != S_IFDIR else {
        throw DataError(
          .mismatch, "'\(path)' is a folder, but a file is needed. Name a file in it.")
      }
      throw DataError(
        .unsupported, "'\(path)' is not a regular file. Copy its content to a file first.")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  /// Opens a file that must lie in a folder, links followed.
  ///
  /// - Parameters:
  ///   - name: The path from the folder on.
  ///   - folder: The folder; empty for the current one.
  /// - Throws: `DataError` where the file is missing or outside the folder.
  package convenience init(_ name: String, inside folder: String) throws(DataError) {
    let path = folder.isEmpty ? name : folder + "/" + name
    try self.init(path)
    guard let root = Self.resolved(folder.isEmpty ? "." : folder),
      let target = Self.resolved(path), target.hasPrefix(root == "/" ? root : root + "/")
    else {
      throw DataError(
        .unsupported,
        "'\(path)' is a link to a file in another folder. Copy the file to its place.")
    }
  }

  deinit { close(descriptor) }

  /// Checks that a part is there.
  ///
  /// - Throws: `DataError` where the file is too short.
  package func check(_ start: Int, count: Int) throws(DataError) {
    guard start <= size, count <= size - start else {
      throw DataError(
        .malformed,
        "'\(path)' has \(size) bytes, too few for \(count) from byte \(start) on. It is damaged: "
          + "copy it again.")
    }
  }

  /// Reads a part.
  ///
  /// - Parameters:
  ///   - start: The first byte, at least 0.
  ///   - buffer: Receives as many bytes as it holds.
  /// - Throws: `DataError` where the file is too short, or the system refused.
  package func read(
    from start: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(DataError) {
    try check(start, count: buffer.count)
    var filled = 0
    while filled < buffer.count {
      let got = pread(
        descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled,
        off_t(start + filled))
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw FileBytes.failure(path, errno) }
      guard got > 0 else {
        throw DataError(.malformed, "'\(path)' became shorter while it was read. Try again.")
      }
      filled += got
    }
  }

  /// A part.
  ///
  /// - Parameters:
  ///   - start: The first byte, at least 0.
  ///   - count: The number of bytes, at least 0.
  /// - Returns: The bytes; nothing of their size is allocated unless they are there.
  /// - Throws: `DataError` where the file is too short, or the system refused.
  package func bytes(from start: Int, count: Int) throws(DataError) -> [UInt8] {
    try check(start, count: count)
    var failure: DataError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(DataError) {
        try read(from: start, into: UnsafeMutableRawBufferPointer(buffer))
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// The path without links.
  private static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
