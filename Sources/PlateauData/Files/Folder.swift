#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Folders: made, listed and removed.
public enum Folder {
  /// Creates a folder, with the folders above it; one that is already there is left as it is.
  ///
  /// - Throws: `DataError` where a part of the path is a file, or the system refuses.
  public static func create(_ path: String) throws(DataError) {
    guard !path.isEmpty else {
      throw DataError(.missing, "Cannot create a folder without a name. Name a folder.")
    }
    var current = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      current = current.isEmpty ? String(part) : FilePathText.joined(current, String(part))
      if FileBytes.isFolder(current) || mkdir(current, 0o755) == 0 { continue }
      // Another process may have made it in between.
      let reason = errno
      if reason == EEXIST && FileBytes.isFolder(current) { continue }
      throw failure("create the folder", path, reason == EEXIST ? ENOTDIR : reason)
    }
  }

  /// The names of the files and folders in a folder, in ascending order, without `.` and `..`.
  ///
  /// - Throws: `DataError` where the folder is missing, is a file, or cannot be read.
  public static func names(in path: String) throws(DataError) -> [String] {
    guard let stream = opendir(path) else { throw failure("list", path, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    let reason = errno
    guard reason == 0 else { throw failure("list", path, reason) }
    return names.sorted()
  }

  /// Removes a file, or a folder with everything in it; a symbolic link is removed, not followed.
  ///
  /// - Throws: `DataError` where nothing is there, or the system refuses; what was removed before
  ///   that stays removed.
  public static func remove(_ path: String) throws(DataError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw failure("remove", path, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      guard unlink(path) == 0 else { throw failure("remove", path, errno) }
      return
    }
    for name in try names(in: path) { try remove(FilePathText.joined(path, name)) }
    guard rmdir(path) == 0 else { throw failure("remove", path, errno) }
  }

  private static func failure(_ verb: String, _ path: String, _ reason: Int32) -> DataError {
    let text = String(cString: strerror(reason))
    let remedy =
      switch reason {
      case ENOTDIR: "A part of the path is a file; choose another folder."
      case ENOENT: "Check the path."
      case ENOSPC, EDQUOT: "Free some space, or choose another folder."
      case EACCES, EROFS, EPERM: "Choose a folder that you may write to."
      default: "Choose another folder."
      }
    let code: DataError.Code = [ENOTDIR, ENOENT].contains(reason) ? .missing : .system
    return DataError(code, "Cannot \(verb) '\(path)': \(text). \(remedy)")
  }
}
