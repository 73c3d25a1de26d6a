extension ScaledValue {
  /// The product, rounded once.
  public static func * (a: ScaledValue, b: ScaledValue) -> ScaledValue {
    ScaledValue(a.significand * b.significand, exponent: a.exponent + b.exponent)
  }

  /// The quotient, rounded once; of zeros NaN, as in `Double`.
  public static func / (a: ScaledValue, b: ScaledValue) -> ScaledValue {
    ScaledValue(a.significand / b.significand, exponent: a.exponent - b.exponent)
  }

  /// The sum, rounded once.
  public static func + (a: ScaledValue, b: ScaledValue) -> ScaledValue {
    if a.significand == 0 { return b }
    if b.significand == 0 { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    return ScaledValue(
      large.significand
        + small.significand * Double.powerOfTwo(small.exponent - large.exponent),
      exponent: large.exponent)
  }

  /// The negative, exactly.
  public static prefix func - (a: ScaledValue) -> ScaledValue {
    ScaledValue(-a.significand, exponent: a.exponent)
  }

  /// The difference, rounded once.
  public static func - (a: ScaledValue, b: ScaledValue) -> ScaledValue { a + -b }

  /// Adds a number.
  public static func += (a: inout ScaledValue, b: ScaledValue) { a = a + b }
}

extension ScaledValue: Comparable {
  /// Whether one is less; false where one is NaN.
  public static func < (a: ScaledValue, b: ScaledValue) -> Bool {
    if a.significand == 0 || b.significand == 0 || a.exponent == b.exponent
      || !a.isFinite || !b.isFinite || (a.significand < 0) != (b.significand < 0)
    {
      return a.significand < b.significand
    }
    return (a.exponent < b.exponent) == (a.significand > 0)
  }
}

extension Double {
  /// 2 to a power, exactly; 0 below the normal numbers.
  ///
  /// - Precondition: the power is at most 1023.
  @inline(__always)
  package static func powerOfTwo(_ exponent: Int) -> Double {
    exponent < -1022 ? 0 : Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}
