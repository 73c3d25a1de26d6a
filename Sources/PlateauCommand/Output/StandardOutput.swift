import Plateau

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where results go.
enum StandardOutput {
  /// Prints a record as JSON, the same text for the same record.
  static func write(json record: some Encodable) throws {
    if LineProtocol.isSpoken { return try LineProtocol.send(result: record) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(record), as: UTF8.self))
  }

  /// Prints a record as JSON in one line.
  static func write(jsonLine record: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(record), as: UTF8.self))
    // Whoever reads it waits for it.
    fflush(nil)
  }

  /// Prints sentences below a table, one a line.
  static func write(notes: [String]) {
    for note in notes { print(note) }
  }

  /// Prints rows as a table: the first column to the left, all others to the right.
  static func write(table rows: [[String]]) {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.compactMap { $0.count > column ? $0[column].count : nil }.max() ?? 0
    }
    for row in rows {
      let cells = row.enumerated().map { column, text in
        NumberText.padded(text, widths[column], right: column > 0 && columns > 2)
      }
      let line = cells.joined(separator: "  ")
      print(String(line.reversed().drop { $0 == " " }.reversed()))
    }
  }
}
