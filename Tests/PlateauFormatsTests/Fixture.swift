import PlateauFormats
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Files that tests read, and bytes made by hand.
enum Fixture {
  /// The path of a file under `Tests/Fixtures`.
  static func path(_ name: String) -> String {
    let parts = #filePath.split(separator: "/").dropLast(2)
    return "/" + parts.joined(separator: "/") + "/Fixtures/" + name
  }

  /// The bytes of a file under `Tests/Fixtures`.
  static func bytes(_ name: String) throws -> [UInt8] { try bytes(absolute: path(name)) }

  /// The bytes of a file.
  static func bytes(absolute path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  /// Writes a text as a file.
  static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// A safetensors file of any header and any bytes after it.
  static func bytes(header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let header = Array(header.utf8)
    let length = length ?? UInt64(header.count)
    return withUnsafeBytes(of: length.littleEndian) { Array($0) } + header
      + Array(repeating: 0, count: data)
  }

  /// The message of the error that a closure throws; nil where it throws none.
  static func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as FormatError {
      return error.message
    } catch {
      return "not a FormatError: \(error)"
    }
  }
}
