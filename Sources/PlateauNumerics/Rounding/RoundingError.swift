/// Bounds on what rounding to nearest in double precision can do.
package enum RoundingError {
  /// γₙ = n·u / (1 − n·u) with u = 2⁻⁵³, rounded up.
  ///
  /// A sum of n products, in any order and with or without fused operations, is off by at most
  /// γₙ · Σ |aᵢ| |bᵢ|, underflow aside.
  ///
  /// Source: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1.
  ///
  /// - Precondition: `count` is at most 2⁴⁰: the denominator is then above 1 − 2⁻¹³.
  @inlinable
  package static func gamma(_ count: Int) -> Double {
    precondition(count <= 1 << 40, "the bound needs few terms")
    return Double(count) * 0x1.001p-53
  }

  /// A factor that makes a result of at most four roundings no smaller than the exact one.
  @inlinable
  package static var up: Double { 1 + 0x1p-50 }

  /// More than an operation can lose by underflow.
  @inlinable
  package static var tiny: Double { Double.leastNormalMagnitude }

  /// A number that is not below a − b·c + d, for d ≥ 0.
  @inlinable @inline(__always)
  package static func upward(_ a: Double, minus b: Double, times c: Double, plus d: Double = 0)
    -> Double
  {
    let product = b * c
    // Four roundings of at most 2⁻⁵³ of these magnitudes; 2⁻¹⁰⁷⁰ is more than underflow takes.
    let size = a.magnitude + product.magnitude + d
    return a - product + d + (size * 0x1p-50 + 0x1p-1070)
  }
}
