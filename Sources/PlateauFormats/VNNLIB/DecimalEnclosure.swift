/// A number written in decimals, between the two numbers in double precision next to it.
///
/// Both are that number where it is one of them.
public struct DecimalEnclosure: Sendable, Hashable {
  /// The largest number that is not above; −∞ where there is none.
  public let lower: Double
  /// The smallest number that is not below; ∞ where there is none.
  public let upper: Double

  /// Encloses a number that is one in double precision.
  public init(_ exact: Double) {
    lower = exact
    upper = exact
  }

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The most digits accepted, leading and trailing zeros aside.
  static let mostDigits = 800
  /// The largest magnitude of a decimal exponent accepted.
  static let mostExponent = 9999

  /// Reads digits with an optional point and exponent, and an optional sign before them.
  ///
  /// - Returns: nil where the text is no such number, or one too long.
  init?(parsing text: some Collection<UInt8>) {
    guard let decimal = Decimal(parsing: text) else { return nil }
    let positive = decimal.enclosure
    self = decimal.isNegative ? positive.negated : positive
  }

  /// The enclosure of the negative number.
  var negated: DecimalEnclosure { DecimalEnclosure(lower: -upper, upper: -lower) }
}

/// Digits and an exponent: digits · 10^exponent.
private struct Decimal {
  var isNegative = false
  var digits: [UInt8] = []
  var exponent = 0

  init?(parsing text: some Collection<UInt8>) {
    var rest = Array(text)[...]
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      rest.removeFirst()
    }
    var (hasDigits, hasPoint) = (false, false)
    while let byte = rest.first {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        hasDigits = true
        if hasPoint { exponent -= 1 }
        digits.append(byte - UInt8(ascii: "0"))
      } else {
        break
      }
      rest.removeFirst()
    }
    guard hasDigits else { return nil }
    if let byte = rest.first {
      guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return nil }
      let digits = rest.dropFirst()
      guard digits.count <= 6, let power = Int(String(decoding: digits, as: UTF8.self)) else {
        return nil
      }
      exponent += power
    }
    digits = Array(digits.drop { $0 == 0 })
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    guard digits.count <= DecimalEnclosure.mostDigits else { return nil }
    if digits.isEmpty { exponent = 0 }
    guard exponent.magnitude <= DecimalEnclosure.mostExponent else { return nil }
  }

  /// The enclosure of the number without its sign.
  var enclosure: DecimalEnclosure {
    guard !digits.isEmpty else { return DecimalEnclosure(0) }
    let place = digits.count + exponent
    if place > 310 { return DecimalEnclosure(lower: .greatestFiniteMagnitude, upper: .infinity) }
    if place < -330 { return DecimalEnclosure(lower: 0, upper: .leastNonzeroMagnitude) }
    let text = digits.map { String($0) }.joined() + "e\(exponent)"
    let nearest = Double(text) ?? .infinity
    guard nearest.isFinite else {
      return DecimalEnclosure(lower: .greatestFiniteMagnitude, upper: .infinity)
    }
    return switch comparison(with: nearest) {
    case 0: DecimalEnclosure(nearest)
    case ..<0: DecimalEnclosure(lower: nearest.nextDown, upper: nearest)
    default: DecimalEnclosure(lower: nearest, upper: nearest.nextUp)
    }
  }

  /// The sign of the number less another, exactly.
  private func comparison(with value: Double) -> Int {
    var own = Natural(digits)
    guard value > 0 else { return 1 }
    // significand · 2^power.
    let unit = value.ulp
    var other = Natural(UInt64(value / unit))
    let power = Int(unit.exponent)
    if exponent > 0 { own.multiply(by: 10, times: exponent) }
    if exponent < 0 { other.multiply(by: 10, times: -exponent) }
    if power > 0 { other.multiply(by: 2, times: power) }
    if power < 0 { own.multiply(by: 2, times: -power) }
    return own.comparison(with: other)
  }
}

/// A natural number of any size, of which little is needed.
private struct Natural {
  /// From the least significant; none is 0 at the end.
  private var limbs: [UInt32] = []

  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
    trim()
  }

  init(_ digits: [UInt8]) {
    for digit in digits { multiply(by: 10, adding: UInt32(digit)) }
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }

  private mutating func multiply(by factor: UInt32, adding carry: UInt32 = 0) {
    var carry = UInt64(carry)
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  mutating func multiply(by factor: UInt32, times count: Int) {
    // Powers below 2³² at once.
    var (power, left, length) = (factor, count, 1)
    while UInt64(power) * UInt64(factor) <= UInt64(UInt32.max) {
      power *= factor
      length += 1
    }
    while left >= length {
      multiply(by: power)
      left -= length
    }
    for _ in 0..<left { multiply(by: factor) }
  }

  func comparison(with other: Natural) -> Int {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
    for (own, other) in zip(limbs.reversed(), other.limbs.reversed()) where own != other {
      return own < other ? -1 : 1
    }
    return 0
  }
}
