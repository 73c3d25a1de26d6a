import PlateauData

/// Values separated by commas.
package enum CSVText {
  /// The lines that are not empty, with their numbers from 1: fields without space around them.
  ///
  /// A field in quotation marks may hold commas, and quotation marks that are doubled.
  ///
  /// - Throws: `DataError` where a field is not closed, or the file is no text.
  static func lines(
    of bytes: [UInt8], named path: String
  ) throws(DataError) -> [(number: Int, fields: [String])] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataError(.malformed, "'\(path)' is no text in UTF-8. Give a list as CSV.")
    }
    var lines: [(number: Int, fields: [String])] = []
    let body = text.unicodeScalars.drop { $0 == "\u{feff}" }
    for (index, line) in body.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" }
    ).enumerated() {
      let fields = try fields(of: line, line: index + 1, path)
      if fields != [""] { lines.append((index + 1, fields)) }
    }
    return lines
  }

  private static func fields(
    of line: Substring.UnicodeScalarView.SubSequence, line number: Int, _ path: String
  ) throws(DataError) -> [String] {
    var fields: [String] = []
    var field = String.UnicodeScalarView()
    var (isQuoted, wasQuoted) = (false, false)
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\t" || scalar == "\r"
    }
    func finished() -> String {
      if wasQuoted { return String(field) }
      let start = field.drop(while: isSpace)
      return String(String.UnicodeScalarView(start.reversed().drop(while: isSpace).reversed()))
    }
    for scalar in line {
      if isQuoted {
        if scalar == "\"" { isQuoted = false } else { field.append(scalar) }
      } else if scalar == "\"", wasQuoted || field.allSatisfy(isSpace) {
        // A second one right after the first closed it stands for itself.
        if wasQuoted { field.append(scalar) } else { field = String.UnicodeScalarView() }
        (isQuoted, wasQuoted) = (true, true)
      } else if scalar == "," {
        fields.append(finished())
        (field, wasQuoted) = (String.UnicodeScalarView(), false)
      } else if !wasQuoted || !isSpace(scalar) {
        field.append(scalar)
      }
    }
    guard !isQuoted else {
      throw DataError(
        .malformed,
        "Line \(number) of '\(path)' has a field in quotation marks that is not closed. Close it.")
    }
    return fields + [finished()]
  }

  /// A line of fields, without its end.
  ///
  /// Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005,
  /// section 2: a field with a comma, a quote or a line break is quoted, and its quotes are doubled.
  package static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",")
  }

  private static func quoted(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return field
    }
    let parts = field.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(parts.joined(separator: "\"\""))\""
  }
}
