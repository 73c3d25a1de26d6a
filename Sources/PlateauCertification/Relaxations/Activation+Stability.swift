public import PlateauNetworks

extension Activation {
  /// Whether a unit does the same over a whole interval of pre-activations: of ReLU and clipped ReLU,
  /// that they stay on one of their linear pieces; of sigmoid and tanh, that the slope is at most 0.01
  /// of the largest everywhere.
  ///
  /// - Parameters:
  ///   - low: The lower end, −∞ where none is known.
  ///   - high: The upper end, not below.
  /// - Returns: True only if it holds for every real number in between.
  public func isStable(from low: Double, to high: Double) -> Bool {
    switch self {
    case .sigmoid, .tanh: isSaturated(from: low, to: high)
    case .relu: high <= 0 || low >= 0
    case .clippedReLU: high <= 0 || low >= 1 || (low >= 0 && high <= 1)
    }
  }

  /// Whether a unit stays on one flat part over a whole interval of pre-activations: where the slope is
  /// 0, or of sigmoid and tanh at most 0.01 of the largest.
  ///
  /// The slope of sigmoid and tanh falls with |z|; it is taken at the end nearer to 0, and to be too
  /// small by up to 2⁻⁴⁰ of itself, far more than its rounding.
  ///
  /// - Parameters:
  ///   - low: The lower end, −∞ where none is known.
  ///   - high: The upper end, not below.
  /// - Returns: True only if it holds for every real number in between.
  public func isSaturated(from low: Double, to high: Double) -> Bool {
    switch self {
    case .sigmoid, .tanh:
      guard low > 0 || high < 0 else { return false }
      let nearest = low > 0 ? low : high
      return slope(at: nearest) * (1 + 0x1p-40) <= 0.01 * largestSlope
    case .relu: return high <= 0
    case .clippedReLU: return high <= 0 || low >= 1
    }
  }
}
