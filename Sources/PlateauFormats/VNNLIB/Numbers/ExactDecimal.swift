/// A decimal number of any size, exactly: ± digits · 10^exponent.
struct ExactDecimal: Hashable {
  private(set) var isNegative: Bool
  private(set) var digits: Natural
  private(set) var exponent: Int

  /// The most bits of the digits of a sum or product: about 2400 digits.
  static let mostBits = 8000

  /// A number of 64 bits.
  init(_ value: Int) {
    isNegative = value < 0
    digits = Natural(UInt64(value.magnitude))
    exponent = 0
  }

  /// A number above or at 0.
  init(_ digits: Natural, exponent: Int) {
    self.init(isNegative: false, digits: digits, exponent: exponent)
  }

  private init(isNegative: Bool, digits: Natural, exponent: Int) {
    self.isNegative = isNegative && !digits.isZero
    self.digits = digits
    self.exponent = digits.isZero ? 0 : exponent
  }

  /// The number that a literal is; nil where the literal is none.
  init?(parsing text: some Collection<UInt8>) {
    guard let literal = DecimalLiteral(text) else { return nil }
    self.init(literal, text)
  }

  init?(_ literal: DecimalLiteral, _ text: some Collection<UInt8>) {
    let digits = literal.value.map { Natural($0) } ?? Natural(digits: literal.digits(of: text))
    self.init(isNegative: literal.isNegative, digits: digits, exponent: literal.exponent)
  }

  /// The sign: −1, 0 or 1.
  var sign: Int { digits.isZero ? 0 : isNegative ? -1 : 1 }

  /// The negative number.
  var negated: ExactDecimal {
    ExactDecimal(isNegative: !isNegative, digits: digits, exponent: exponent)
  }

  /// The number without its sign.
  var magnitude: ExactDecimal {
    ExactDecimal(isNegative: false, digits: digits, exponent: exponent)
  }

  /// About the decimal logarithm of the magnitude, to ⅓.
  private var place: Double { Double(digits.bitWidth) * 0.30103 + Double(exponent) }

  /// The digits at a smaller exponent; nil where they would be too long.
  private func digits(at other: Int) -> Natural? {
    guard Double(digits.bitWidth) + Double(exponent - other) * 3.33 <= Double(Self.mostBits) else {
      return nil
    }
    var result = digits
    result.multiply(by: 10, times: exponent - other)
    return result
  }

  /// The sum with another number; nil where it has too many digits.
  func adding(_ other: ExactDecimal) -> ExactDecimal? {
    if sign == 0 { return other }
    if other.sign == 0 { return self }
    let exponent = min(exponent, other.exponent)
    guard let own = digits(at: exponent), let others = other.digits(at: exponent) else {
      return nil
    }
    if isNegative == other.isNegative {
      return ExactDecimal(
        isNegative: isNegative, digits: own.adding(others), exponent: exponent)
    }
    let isLarger = own.comparison(with: others) >= 0
    return ExactDecimal(
      isNegative: isLarger ? isNegative : other.isNegative,
      digits: isLarger ? own.subtracting(others) : others.subtracting(own), exponent: exponent)
  }

  /// The product with another number; nil where it has too many digits.
  func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let exponent = exponent + other.exponent
    guard digits.bitWidth + other.digits.bitWidth <= Self.mostBits,
      exponent.magnitude <= DecimalEnclosure.mostExponent
    else { return nil }
    return ExactDecimal(
      isNegative: isNegative != other.isNegative, digits: digits.multiplied(by: other.digits),
      exponent: exponent)
  }

  /// The sign of the number less another.
  func comparison(with other: ExactDecimal) -> Int {
    guard sign == other.sign else { return sign < other.sign ? -1 : 1 }
    guard sign != 0 else { return 0 }
    // Most numbers differ in size, which spares long products.
    if (place - other.place).magnitude > 1 { return place < other.place ? -sign : sign }
    let common = min(exponent, other.exponent)
    var (own, others) = (digits, other.digits)
    own.multiply(by: 10, times: exponent - common)
    others.multiply(by: 10, times: other.exponent - common)
    return sign * own.comparison(with: others)
  }

  /// The neighbors in double precision.
  var enclosure: DecimalEnclosure { enclosure(dividedBy: ExactDecimal(1)) }

  /// The neighbors in double precision of a quotient.
  ///
  /// - Precondition: The divisor is above 0.
  func enclosure(dividedBy divisor: ExactDecimal) -> DecimalEnclosure {
    guard sign != 0 else { return DecimalEnclosure(0) }
    let positive = enclosureOfMagnitude(divisor)
    return isNegative ? positive.negated : positive
  }

  private func enclosureOfMagnitude(_ divisor: ExactDecimal) -> DecimalEnclosure {
    let place = place - divisor.place
    if place > 311 { return DecimalEnclosure(lower: .greatestFiniteMagnitude, upper: .infinity) }
    if place < -330 { return DecimalEnclosure(lower: 0, upper: .leastNonzeroMagnitude) }
    let power = exponent - divisor.exponent
    var (dividend, divisor) = (digits, divisor.digits)
    dividend.multiply(by: 10, times: max(0, power))
    divisor.multiply(by: 10, times: max(0, -power))
    // Numbers above 0 are ordered as their bits are.
    var (least, most) = (UInt64(0), Double.infinity.bitPattern)
    while most - least > 1 {
      let middle = least + (most - least) / 2
      if Self.comparison(dividend, divisor, Double(bitPattern: middle)) >= 0 {
        least = middle
      } else {
        most = middle
      }
    }
    let lower = Double(bitPattern: least)
    let isExact = least > 0 && Self.comparison(dividend, divisor, lower) == 0
    return DecimalEnclosure(lower: lower, upper: isExact ? lower : Double(bitPattern: most))
  }

  /// The sign of a quotient less a number above 0.
  private static func comparison(_ dividend: Natural, _ divisor: Natural, _ value: Double) -> Int {
    // significand · 2^power.
    let power = Int(value.ulp.exponent)
    var (left, right) = (dividend, divisor.multiplied(by: Natural(UInt64(value / value.ulp))))
    left.shift(by: max(0, -power))
    right.shift(by: max(0, power))
    return left.comparison(with: right)
  }
}

/// A quotient of two decimals, which no decimal need be.
struct ExactQuotient: Hashable {
  let dividend: ExactDecimal
  /// Above 0.
  let divisor: ExactDecimal

  /// Creates a quotient; its divisor is not 0.
  init(_ dividend: ExactDecimal, _ divisor: ExactDecimal = ExactDecimal(1)) {
    self.dividend = divisor.isNegative ? dividend.negated : dividend
    self.divisor = divisor.magnitude
  }

  /// The neighbors in double precision.
  var enclosure: DecimalEnclosure { dividend.enclosure(dividedBy: divisor) }

  /// The sign of the quotient less another; nil where the products have too many digits.
  func comparison(with other: ExactQuotient) -> Int? {
    guard let own = dividend.multiplied(by: other.divisor),
      let others = other.dividend.multiplied(by: divisor)
    else { return nil }
    return own.comparison(with: others)
  }
}
