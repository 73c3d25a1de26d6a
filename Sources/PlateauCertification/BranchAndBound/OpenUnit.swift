import PlateauNetworks

/// A unit whose nonlinearity is not one line over the region.
struct OpenUnit {
  /// The index of the stage.
  let stage: Int
  let unit: Int
}

/// The lines around a nonlinearity on an interval.
struct UnitLines {
  let low: Double
  let high: Double
  let families: LineFamilies

  init(_ activation: Activation, _ low: Double, _ high: Double) {
    (self.low, self.high) = (low, high)
    families = activation.families(low, high, activation.relaxation(low, high))
  }

  /// Where to split the interval; nil where the nonlinearity is one line on it, or nearly a point.
  func splitPoint(_ activation: Activation) -> Double? {
    guard low < high, !activation.isLinear(low, high) else { return nil }
    let middle = 0.5 * low + 0.5 * high
    switch activation {
    case .relu: return 0
    case .clippedReLU: return low < 0 ? 0 : 1
    case .sigmoid, .tanh:
      guard high - low > 1e-6, low < middle, middle < high else { return nil }
      return min(-low, high) > 0.25 * (high - low) ? 0 : middle
    }
  }
}
