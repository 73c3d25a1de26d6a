extension String {
  /// The text between quotation marks, shortened and without control characters.
  ///
  /// Names inside files can be anything; a message stays on one line of a terminal.
  package var quotedForMessage: String {
    let shown = unicodeScalars.prefix(120).map { scalar in
      scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "'\(shown.joined())\(unicodeScalars.count > 120 ? "…" : "")'"
  }
}
