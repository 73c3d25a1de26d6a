/// A name in the order that people expect of numbered ones: `fc2` before `fc10`.
///
/// Parts between periods are compared one after the other; in each, runs of digits by their number.
struct NaturalOrder: Comparable {
  private enum Run: Comparable {
    /// Digits without leading zeros.
    case number(String)
    case text(String)

    static func < (left: Run, right: Run) -> Bool {
      switch (left, right) {
      case (.number(let left), .number(let right)):
        // Of numbers the one with more digits is larger, however long they are.
        left.utf8.count == right.utf8.count ? left < right : left.utf8.count < right.utf8.count
      case (.text(let left), .text(let right)):
        left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
      case (.number, .text): true
      case (.text, .number): false
      }
    }
  }

  private let parts: [[Run]]
  private let name: String

  init(_ name: String) {
    self.name = name
    parts = name.split(separator: ".", omittingEmptySubsequences: false).map(Self.runs)
  }

  private static func runs(of part: Substring) -> [Run] {
    var result: [Run] = []
    var rest = part.unicodeScalars[...]
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    while let first = rest.first {
      let isNumber = isDigit(first)
      let run = rest.prefix { isDigit($0) == isNumber }
      rest = rest[run.endIndex...]
      result.append(
        isNumber ? .number(String(run.drop { $0 == "0" })) : .text(String(run)))
    }
    return result
  }

  static func < (left: NaturalOrder, right: NaturalOrder) -> Bool {
    for (own, other) in zip(left.parts, right.parts) where own != other {
      return own.lexicographicallyPrecedes(other)
    }
    // Names that differ in leading zeros alone still have one order.
    return left.parts.count == right.parts.count
      ? left.parts == right.parts && left.name < right.name : left.parts.count < right.parts.count
  }
}
