import BigInt

/// A rational number.
///
/// It is numerator / denominator · 2^exponent with odd numerator and denominator without a common factor, or
/// 0 / 1 · 2⁰: numbers of double precision, and what sums and products make of them, have the denominator 1
/// and take no divisions.
struct Rational: Hashable, Sendable {
  private(set) var numerator: BigInt
  private(set) var exponent: Int
  private(set) var denominator: BigInt

  /// Takes a number of double precision, as it is.
  ///
  /// - Precondition: it is finite.
  init(_ value: Double) {
    precondition(value.isFinite, "only finite numbers are rational")
    self.init(
      BigInt(sign: value < 0 ? .minus : .plus, magnitude: value.fullSignificand),
      exponent: value == 0
        ? 0 : Int(max(value.exponent, Double.leastNormalMagnitude.exponent)) - 52,
      over: 1)
  }

  init(_ value: Int) { self.init(BigInt(value), exponent: 0, over: 1) }

  /// Reduces numerator / denominator · 2^exponent.
  private init(_ numerator: BigInt, exponent: Int, over denominator: BigInt) {
    guard !numerator.isZero else {
      (self.numerator, self.exponent, self.denominator) = (0, 0, 1)
      return
    }
    let zeros = numerator.trailingZeroBitCount
    self.numerator = numerator >> zeros
    self.exponent = exponent + zeros
    self.denominator = denominator
    guard denominator != 1 else { return }
    let factor = self.numerator.greatestCommonDivisor(with: denominator)
    guard factor != 1 else { return }
    self.numerator /= factor
    self.denominator /= factor
  }

  /// Whether it is a number of double precision.
  var isDouble: Bool { Rational(exactly: nearest) == self }

  private init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    self.init(value)
  }

  /// A number of double precision next to it; infinite beyond these.
  var nearest: Double {
    guard !numerator.isZero else { return 0 }
    // 64 bits or more of the quotient, of which the last ones do not matter.
    let shift = max(0, 66 + denominator.bitWidth - numerator.bitWidth)
    let quotient = (numerator << shift) / denominator
    let drop = max(0, quotient.bitWidth - 66)
    let top = Double(sign: .plus, exponent: exponent - shift + drop, significand: 1)
    let digits = Double(quotient >> drop)
    // In two factors, of which the first may be beyond the range of exponents.
    guard top == 0 || top.isInfinite else { return digits * top }
    let scale = exponent - shift + drop
    return digits * Double(sign: .plus, exponent: scale / 2, significand: 1)
      * Double(sign: .plus, exponent: scale - scale / 2, significand: 1)
  }
}

extension Double {
  /// The digits of it, in units of the last place.
  fileprivate var fullSignificand: BigUInt {
    BigUInt(significandBitPattern) + (isNormal ? BigUInt(1) << 52 : 0)
  }
}

extension Rational: Comparable, SignedNumeric {
  init(integerLiteral value: Int) { self.init(value) }

  init?(exactly source: some BinaryInteger) {
    self.init(BigInt(source), exponent: 0, over: 1)
  }

  var magnitude: Rational { numerator < 0 ? -self : self }

  static func + (a: Rational, b: Rational) -> Rational {
    if a.numerator.isZero { return b }
    if b.numerator.isZero { return a }
    let exponent = min(a.exponent, b.exponent)
    let (x, y) = (a.numerator << (a.exponent - exponent), b.numerator << (b.exponent - exponent))
    if a.denominator == b.denominator {
      return Rational(x + y, exponent: exponent, over: a.denominator)
    }
    return Rational(
      x * b.denominator + y * a.denominator, exponent: exponent,
      over: a.denominator * b.denominator)
  }

  static func - (a: Rational, b: Rational) -> Rational { a + -b }

  static func * (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.numerator, exponent: a.exponent + b.exponent,
      over: a.denominator * b.denominator)
  }

  /// The quotient.
  ///
  /// - Precondition: the divisor is not 0.
  static func / (a: Rational, b: Rational) -> Rational {
    precondition(!b.numerator.isZero, "0 divides no number")
    let sign = BigInt(b.numerator < 0 ? -1 : 1)
    return Rational(
      a.numerator * b.denominator * sign, exponent: a.exponent - b.exponent,
      over: a.denominator * BigInt(b.numerator.magnitude))
  }

  static func *= (a: inout Rational, b: Rational) { a = a * b }

  static func < (a: Rational, b: Rational) -> Bool { (a - b).numerator < 0 }

  static prefix func - (a: Rational) -> Rational {
    var result = a
    result.numerator.negate()
    return result
  }
}

extension Rational: CustomStringConvertible {
  /// A fraction of two whole numbers, or one.
  var description: String {
    let top = exponent > 0 ? numerator << exponent : numerator
    let bottom = exponent < 0 ? denominator << -exponent : denominator
    return bottom == 1 ? "\(top)" : "\(top)/\(bottom)"
  }
}

extension Rational: ProgramNumber {
  static var excessTolerance: Rational { 0 }
  static var rateTolerance: Rational { 0 }
}
