/// A table as comma-separated values.
///
/// Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005,
/// section 2: lines end with CR LF; a field with a comma, a quote or a line break is quoted, and
/// its quotes are doubled.
package struct CSVTable: Sendable, Hashable {
  private let columns: [String]
  private var rows: [[String]] = []

  /// A table without rows.
  package init(columns: [String]) {
    self.columns = columns
  }

  /// Adds a row, one cell for each column.
  package mutating func append(_ cells: [any CSVCell]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    rows.append(cells.map(\.csvText))
  }

  /// The table as text, with a header.
  package var text: String {
    ([columns] + rows).map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(parts.joined(separator: "\"\""))\""
  }
}
