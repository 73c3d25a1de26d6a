#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Paths taken apart as text.
package enum FilePathText {
  /// The folder of a path, `.` where it names none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path, without slashes at its end.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// A path with the home folder in place of `~`, which shells leave alone behind an equals sign.
  static func expandingHome(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  /// A name in a folder.
  static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The error of a file that a folder should have, gzipped or not.
  static func missing(_ name: String, in folder: String) -> DataError {
    guard FileBytes.isFolder(folder) else {
      return DataError(.missing, "There is no folder '\(folder)'. Check the path.")
    }
    return DataError(
      .missing,
      "The folder '\(folder)' has no file '\(name)' or '\(name).gz'. "
        + "Copy it there, or name another folder.")
  }
}
