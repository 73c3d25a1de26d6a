import CPlateauKernels

/// Elementary functions, the same bits on every machine.
///
/// IEEE 754 does not determine them to the last bit, and libraries differ. These are made of
/// operations that it does determine, and call no library. Special values are those of its section
/// 9.2.1; subnormal arguments and results are kept. Each function says the largest error that was
/// found, in units in the last place.
///
/// ```swift
/// let probability = 1 / (1 + Elementary.exp(-logOdds))
/// ```
///
/// Source: P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point
/// arithmetic", 1989, and of the logarithm function, 1990. IEEE 754-2019, section 9.2.
package enum Elementary {
  /// e to a power, within 0.52.
  package static func exp(_ x: Double) -> Double { plateau_elementary_exp(x) }

  /// 2 to a power, within 0.52.
  package static func exp2(_ x: Double) -> Double { plateau_elementary_exp2(x) }

  /// eˣ − 1 without cancellation, within 0.7.
  package static func expMinusOne(_ x: Double) -> Double { plateau_elementary_expm1(x) }

  /// The natural logarithm, within 0.7.
  package static func log(_ x: Double) -> Double { plateau_elementary_log(x) }

  /// log(1 + x) without cancellation, within 0.7.
  package static func log(onePlus x: Double) -> Double { plateau_elementary_log1p(x) }

  /// The logarithm to base 2, within 0.51; exact for powers of 2.
  package static func log2(_ x: Double) -> Double { plateau_elementary_log2(x) }

  /// The decimal logarithm, within 0.51; exact for powers of 10.
  package static func log10(_ x: Double) -> Double { plateau_elementary_log10(x) }

  /// xʸ, within 0.52; exact where that is a double.
  package static func pow(_ x: Double, _ y: Double) -> Double { plateau_elementary_pow(x, y) }

  /// xⁿ, as ``pow(_:_:)-(Double,Double)`` has it.
  ///
  /// - Precondition: `n` is a double.
  package static func pow(_ x: Double, _ n: Int) -> Double { plateau_elementary_pow(x, Double(n)) }

  /// The cube root, within 0.7; exact for cubes.
  package static func cubeRoot(_ x: Double) -> Double { plateau_elementary_cbrt(x) }

  /// The hyperbolic tangent, within 0.7; never beyond ±1.
  package static func tanh(_ x: Double) -> Double { plateau_elementary_tanh(x) }

  /// The inverse of ``tanh(_:)``, within 0.7.
  package static func atanh(_ x: Double) -> Double { plateau_elementary_atanh(x) }

  /// The cosine, within 0.8.
  ///
  /// - Precondition: `x` lies in ±2²⁰, or is not finite.
  package static func cos(_ x: Double) -> Double {
    precondition(!(x.magnitude > 0x1p20) || x.isInfinite, "the angle lies in ±2²⁰")
    return plateau_elementary_cos(x)
  }

  /// The sine, within 0.8.
  ///
  /// - Precondition: `x` lies in ±2²⁰, or is not finite.
  package static func sin(_ x: Double) -> Double {
    precondition(!(x.magnitude > 0x1p20) || x.isInfinite, "the angle lies in ±2²⁰")
    return plateau_elementary_sin(x)
  }

  /// The complementary error function, within 4.5.
  ///
  /// Source: M. Shepherd and J. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x
  /// in 0 ≤ x < ∞", 1981.
  package static func erfc(_ x: Double) -> Double { plateau_elementary_erfc(x) }

  /// The logarithm of the gamma function of x > 0, within 6; NaN of other numbers.
  package static func logGamma(_ x: Double) -> Double { plateau_elementary_lgamma(x) }

  /// e to a power, computed in `Double` and rounded.
  package static func exp<Element: Scalar>(_ x: Element) -> Element { Element(exp(Double(x))) }

  /// The natural logarithm, computed in `Double` and rounded.
  package static func log<Element: Scalar>(_ x: Element) -> Element { Element(log(Double(x))) }
}
