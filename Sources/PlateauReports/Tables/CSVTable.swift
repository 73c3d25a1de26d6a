import PlateauExperiments

/// A table as comma-separated values.
///
/// Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005,
/// section 2: lines end with CR LF.
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
    ([columns] + rows).map { CSVText.line($0) + "\r\n" }.joined()
  }
}
