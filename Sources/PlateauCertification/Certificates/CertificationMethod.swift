/// How robustness is proven, from the cheapest method to the tightest.
public enum CertificationMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// Interval arithmetic: ``IntervalBounds``.
  case interval
  /// Backward linear relaxation: ``LinearBounds``.
  case crown
  /// The same with slopes optimized for each margin: ``AlphaOptimization``.
  case alphaCROWN = "alpha-crown"
  /// Branch and bound. What it begins with are the bounds of ``alphaCROWN``.
  case complete
}
