#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes whole files that are never seen half-written.
///
/// The bytes go to a temporary name in the same folder, are synced, and take the final name in one
/// step; a process that is killed leaves the old file, or none.
package enum AtomicFile {
  /// Writes bytes under a name, replacing what is there.
  ///
  /// - Throws: `DataError` with the system's reason, when the folder is missing or not a folder,
  ///   the disk is full, or permission is lacking; the old file is then intact.
  package static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    try write(pieces: [bytes[...]], to: path)
  }

  /// Writes pieces of bytes, one after the other, under a name.
  static func write(pieces: [ArraySlice<UInt8>], to path: String) throws(DataError) {
    let temporary = path + ".partial-\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("create", path) }
    var failed = !pieces.allSatisfy { piece in
      piece.withUnsafeBytes { writeAll($0, to: descriptor) }
    }
    failed = failed || fsync(descriptor) != 0
    let reason = errno
    close(descriptor)
    if failed || rename(temporary, path) != 0 {
      let error = failure("write", path, failed ? reason : errno)
      unlink(temporary)
      throw error
    }
    syncFolder(of: path)
  }

  /// Writes text under a name, as UTF-8, replacing what is there.
  ///
  /// - Throws: `DataError`, as for bytes.
  package static func write(text: String, to path: String) throws(DataError) {
    try write(Array(text.utf8), to: path)
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let part = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      #if canImport(Glibc)
      let written = Glibc.write(descriptor, part.baseAddress, part.count)
      #else
      let written = Darwin.write(descriptor, part.baseAddress, part.count)
      #endif
      if written < 0 && errno == EINTR { continue }
      if written < 0 { return false }
      offset += written
    }
    return true
  }

  /// Makes the new name itself durable; a file system that cannot do so is no reason to fail.
  private static func syncFolder(of path: String) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func failure(_ verb: String, _ path: String, _ reason: Int32 = errno) -> DataError
  {
    let text = String(cString: strerror(reason))
    let remedy =
      switch reason {
      case ENOSPC, EDQUOT: "Free some space, or choose another output folder."
      case ENOTDIR: "A part of the path is a file; choose another output folder."
      case ENOENT: "Create the folder first."
      case EACCES, EROFS, EPERM: "Choose a folder that you may write to."
      default: "Choose another output folder."
      }
    let code: DataError.Code = [ENOTDIR, ENOENT].contains(reason) ? .missing : .system
    return DataError(code, "Cannot \(verb) '\(path)': \(text). \(remedy)")
  }
}
