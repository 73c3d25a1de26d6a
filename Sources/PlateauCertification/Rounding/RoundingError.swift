/// Bounds on what rounding to nearest in double precision can do.
enum RoundingError {
  /// γₙ = n·u / (1 − n·u) with u = 2⁻⁵³, rounded up.
  ///
  /// A sum of n products, in any order and with or without fused operations, is off by at most
  /// γₙ · Σ |aᵢ| |bᵢ|, underflow aside.
  ///
  /// Source: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1.
  ///
  /// - Precondition: `count` is at most 2⁴⁰: the denominator is then above 1 − 2⁻¹³.
  static func gamma(_ count: Int) -> Double {
    precondition(count <= 1 << 40, "the bound needs few terms")
    return Double(count) * 0x1.001p-53
  }

  /// A factor that makes a result of at most four roundings no smaller than the exact one.
  static let up = 1 + 0x1p-50

  /// More than an operation can lose by underflow.
  static let tiny = Double.leastNormalMagnitude
}
