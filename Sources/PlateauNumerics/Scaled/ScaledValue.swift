/// A number that neither overflows nor underflows: a significand and a power of two.
///
/// Slopes and probabilities of saturated networks go below 10⁻¹³⁰⁰⁰, where a `Double` is 0. Sums,
/// products and roots are each rounded once, to 53 bits. An overflow of the exponent, which has 64
/// bits, is a programming error.
public struct ScaledValue: Sendable, Hashable, Codable {
  /// 0, or of magnitude in [1, 2); or not finite.
  public let significand: Double
  /// The power of two; 0 where the significand is 0 or not finite.
  public let exponent: Int

  /// Creates `value` · 2^`exponent`, exactly.
  public init(_ value: Double, exponent: Int = 0) {
    guard value.isFinite && value != 0 else {
      significand = value
      self.exponent = 0
      return
    }
    significand = value < 0 ? -value.significand : value.significand
    self.exponent = exponent + Int(value.exponent)
  }

  /// Creates e to a power: 0 for −∞.
  ///
  /// The relative error is about 2⁻⁵³ beside what the rounding of `logarithm` itself means,
  /// |`logarithm`| · 2⁻⁵³.
  public init(exponential logarithm: Double) {
    guard logarithm.magnitude < 0x1p50 else {
      self.init(Elementary.exp(logarithm))
      return
    }
    // ln 2 in two parts, so that the remainder keeps every bit of the logarithm.
    let order = (logarithm * 1.4426950408889634).rounded()
    let rest = logarithm.addingProduct(-order, 0x1.62e42fefa39efp-1)
      .addingProduct(-order, 0x1.abc9e3b39803fp-56)
    self.init(Elementary.exp(rest), exponent: Int(order))
  }

  /// Zero.
  public static let zero = ScaledValue(0)

  /// Whether it is neither infinite nor NaN.
  public var isFinite: Bool { significand.isFinite }

  /// The value in `Double`, where it may underflow to 0 or overflow to infinity.
  public var value: Double {
    let limited = max(-4000, min(4000, exponent))
    return Double(sign: .plus, exponent: limited, significand: significand)
  }

  /// The decimal logarithm of the magnitude; −∞ for zero.
  ///
  /// The error is about 2⁻⁵³ of the result, or of 1 where that is larger.
  public var log10: Double {
    Elementary.log10(significand.magnitude) + Double(exponent) * 0.3010299956639812
  }

  /// The natural logarithm of the magnitude; −∞ for zero.
  public var logarithm: Double {
    Elementary.log(significand.magnitude) + Double(exponent) * 0.6931471805599453
  }

  /// The magnitude.
  public var magnitude: ScaledValue { ScaledValue(significand.magnitude, exponent: exponent) }

  /// The square root, rounded once; NaN for negative numbers.
  public func squareRoot() -> ScaledValue {
    let isOdd = exponent & 1 != 0
    return ScaledValue(
      (isOdd ? 2 * significand : significand).squareRoot(),
      exponent: (exponent - (isOdd ? 1 : 0)) / 2)
  }
}
