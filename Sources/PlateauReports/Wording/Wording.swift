import PlateauExperiments

/// Numbers and lists as the report prints them: with a true minus, and without a line break between
/// a number and its unit.
package enum Wording {
  /// A fraction as a percentage with one digit after the point.
  package static func percent(_ fraction: Double) -> String {
    "\(number(100 * fraction, 1))\u{A0}%"
  }

  /// A fraction as a number of percentage points, such as `83.3 points`.
  package static func points(_ fraction: Double) -> String {
    "\(number(100 * fraction, 1))\u{A0}points"
  }

  /// A number with a fixed number of digits after the point.
  package static func number(_ value: Double, _ digits: Int) -> String {
    withMinus(NumberText.fixed(value, digits))
  }

  /// A number with one digit after the point, or, below 1, with its first two.
  package static func short(_ value: Double) -> String { withMinus(NumberText.short(value)) }

  /// A number with as many digits as it needs.
  package static func plain(_ value: Double) -> String {
    let isWhole = value == value.rounded() && value.magnitude < 1e15
    return withMinus(isWhole ? "\(Int(value))" : "\(value)")
  }

  /// A count with its thousands apart: `10,000`.
  package static func count(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "−" : "") + groups.joined(separator: ",")
  }

  /// The excess kurtosis, or that there is none.
  package static func kurtosis(_ value: Double?) -> String {
    value.map { "γ₂ = \(number($0, 1))" } ?? "γ₂ undefined"
  }

  /// A text in which numbers stay with what belongs to them, `97.0 %` and `× 30`, and have a true
  /// minus.
  package static func unbroken(_ text: String) -> String {
    var result = ""
    var characters = Array(text)[...]
    while let character = characters.popFirst() {
      let binds = characters.first == "%" || result.last == "×"
      let isMinus =
        character == "-" && characters.first?.isNumber == true
        && (result.last.map { $0 == " " || $0 == "(" } ?? true)
      result.append(character == " " && binds ? "\u{A0}" : isMinus ? "−" : character)
    }
    return result
  }

  /// Words in a row: `a`, `a and b`, `a, b and c`.
  package static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// A text whose first letter is a capital.
  package static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func withMinus(_ text: String) -> String {
    String(text.map { $0 == "-" ? "−" : $0 })
  }
}
