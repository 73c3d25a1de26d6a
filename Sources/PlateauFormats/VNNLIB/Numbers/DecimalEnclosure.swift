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
    guard let literal = DecimalLiteral(text) else { return nil }
    guard let quick = DecimalEnclosure(quickly: literal) else {
      guard let decimal = ExactDecimal(literal, text) else { return nil }
      self = decimal.enclosure
      return
    }
    self = literal.isNegative ? quick.negated : quick
  }

  /// The enclosure of the negative number; that of 0 is 0 without a sign.
  var negated: DecimalEnclosure { DecimalEnclosure(lower: 0 - upper, upper: 0 - lower) }

  /// Whether both ends are the number.
  var isExact: Bool { lower == upper }

  /// Whether both ends are finite.
  var isFinite: Bool { lower.isFinite && upper.isFinite }
}

extension DecimalEnclosure {
  /// 10⁰ to 10²², all of them numbers in double precision.
  private static let powers: [Double] = {
    var powers = [1.0]
    for _ in 0..<22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// Encloses the magnitude of a number of few digits: nil for all others.
  private init?(quickly literal: DecimalLiteral) {
    let most = Self.powers.count - 1
    guard let digits = literal.value, (-most...most).contains(literal.exponent) else { return nil }
    guard digits > 0 else {
      self.init(0)
      return
    }
    let power = Self.powers[Int(literal.exponent.magnitude)]
    if digits <= 1 << 53 {
      let number = Double(digits)
      // A product or quotient of two exact numbers, and the sign of what rounding left: residuals of
      // numbers of this size are exact.
      let isProduct = literal.exponent >= 0
      let nearest = isProduct ? number * power : number / power
      let rest =
        isProduct
        ? (-nearest).addingProduct(number, power) : number.addingProduct(-nearest, power)
      self = Self.between(nearest, rest)
      return
    }
    guard literal.exponent < 0 else { return nil }
    // A quotient of rounded digits is off by a few units in the last place.
    var lower = Double(digits) / power
    func isBelow(_ value: Double) -> Int? { Self.comparison(value, digits, literal.exponent) }
    guard var sign = isBelow(lower) else { return nil }
    while sign > 0 {
      lower = lower.nextDown
      guard let next = isBelow(lower) else { return nil }
      sign = next
    }
    while sign < 0 {
      guard let next = isBelow(lower.nextUp) else { return nil }
      if next > 0 { break }
      lower = lower.nextUp
      sign = next
    }
    self.init(lower: lower, upper: sign == 0 ? lower : lower.nextUp)
  }

  /// The neighbors of a number that exceeds another by a rest.
  private static func between(_ nearest: Double, _ rest: Double) -> DecimalEnclosure {
    if rest == 0 { return DecimalEnclosure(nearest) }
    return rest < 0
      ? DecimalEnclosure(lower: nearest.nextDown, upper: nearest)
      : DecimalEnclosure(lower: nearest, upper: nearest.nextUp)
  }

  /// The sign of a number less digits · 10^exponent, by products of 128 bits; nil where they do not
  /// suffice.
  private static func comparison(_ value: Double, _ digits: UInt64, _ exponent: Int) -> Int? {
    // significand · 2^shift = value, the power of ten below 2⁶⁴.
    guard exponent >= -19, value.isNormal else { return nil }
    let shift = Int(value.exponent) - 52
    let significand = value.significandBitPattern | 1 << 52
    guard (-63...0).contains(shift) else { return nil }
    let left = significand.multipliedFullWidth(by: UInt64(powers[-exponent]))
    let right = digits.multipliedFullWidth(by: 1 << UInt64(-shift))
    if left.high != right.high { return left.high < right.high ? -1 : 1 }
    return left.low == right.low ? 0 : left.low < right.low ? -1 : 1
  }
}
