import PlateauNumerics

extension Activation {
  /// The slope φ′(z), without cancellation on the flat part.
  ///
  /// - Returns: A slope of at least 0, with a relative error of a few units of 2⁻⁵³; 0 where
  ///   e^−|z| underflows.
  public func slope(at z: Double) -> Double {
    switch self {
    case .sigmoid:
      let e = Elementary.exp(-z.magnitude)
      return e / ((1 + e) * (1 + e))
    case .tanh:
      let e = Elementary.exp(-2 * z.magnitude)
      return 4 * e / ((1 + e) * (1 + e))
    case .relu: return z > 0 ? 1 : 0
    case .clippedReLU: return z > 0 && z < 1 ? 1 : 0
    }
  }

  /// Whether the slope is at most 0.01 of the largest: the unit is saturated.
  public func isSaturated(at z: Double) -> Bool {
    slope(at: z) <= 0.01 * largestSlope
  }
}
