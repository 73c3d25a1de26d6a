extension String {
  /// The text on one line and not longer than 400 characters, for messages that quote what others
  /// say of a file: that may be any part of it.
  var onOneLine: String {
    let shown = unicodeScalars.prefix(400).map { scalar in
      scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return shown.joined() + (unicodeScalars.count > 400 ? "…" : "")
  }
}
