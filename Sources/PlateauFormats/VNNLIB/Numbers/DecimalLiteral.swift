/// How a number is written: digits · 10^exponent, without zeros at the end of the digits.
struct DecimalLiteral {
  private(set) var isNegative = false
  /// The digits as a number; nil where there are more than 19.
  private(set) var value: UInt64? = 0
  private(set) var exponent = 0
  /// The number of digits without leading zeros.
  private(set) var digitCount = 0

  /// Reads digits with an optional point and exponent, and an optional sign before them.
  ///
  /// - Returns: nil where the text is no such number, or one too long.
  /// - Complexity: O(*text*)
  init?(_ text: some Collection<UInt8>) {
    var rest = text[...]
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      rest.removeFirst()
    }
    var (hasDigits, hasPoint, zeros) = (false, false, 0)
    while let byte = rest.first {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        hasDigits = true
        if hasPoint { exponent -= 1 }
        if byte != UInt8(ascii: "0") {
          append(byte - UInt8(ascii: "0"), after: zeros)
          zeros = 0
        } else if digitCount > 0 {
          zeros += 1
        }
      } else {
        break
      }
      rest.removeFirst()
    }
    guard hasDigits else { return nil }
    if let byte = rest.first {
      guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E"),
        let power = Self.power(rest.dropFirst())
      else { return nil }
      exponent += power
    }
    exponent += zeros
    if digitCount == 0 { exponent = 0 }
    guard digitCount <= DecimalEnclosure.mostDigits,
      exponent.magnitude <= DecimalEnclosure.mostExponent
    else { return nil }
  }

  private mutating func append(_ digit: UInt8, after zeros: Int) {
    digitCount += zeros + 1
    guard digitCount <= 19, var value else {
      value = nil
      return
    }
    for _ in 0...zeros { value *= 10 }
    self.value = value + UInt64(digit)
  }

  /// An exponent of at most six signs.
  private static func power(_ text: some Collection<UInt8>) -> Int? {
    guard text.count <= 6, let first = text.first else { return nil }
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    let digits = isSigned ? text.dropFirst() : text[...]
    var power = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      power = power * 10 + Int(digit - UInt8(ascii: "0"))
    }
    guard !digits.isEmpty else { return nil }
    return first == UInt8(ascii: "-") ? -power : power
  }

  /// The digits of a number that was read, without leading zeros and zeros at the end.
  func digits(of text: some Collection<UInt8>) -> [UInt8] {
    let all = text.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
      .filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .map { $0 - UInt8(ascii: "0") }
    return Array(all.drop { $0 == 0 }.prefix(digitCount))
  }
}
