/// A value of a JSON text, with what a strict reader must see: the digits of numbers as written.
indirect enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Members in the order of the text; no name occurs twice.
  case object([Member])

  struct Member: Sendable, Hashable {
    let name: String
    let value: JSONValue
  }

  /// The value in a few words, as messages name it.
  var summary: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let digits): String(digits.prefix(40))
    case .string(let text): text.quotedForMessage
    case .array(let elements): "an array of \(elements.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

extension String {
  /// The text between apostrophes, shortened, and with control characters made visible.
  var quotedForMessage: String {
    let shown = unicodeScalars.prefix(120).map { scalar in
      scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "'\(shown.joined())\(unicodeScalars.count > 120 ? "…" : "")'"
  }
}
