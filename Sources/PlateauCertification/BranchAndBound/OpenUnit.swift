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
    let joints = activation.function.curve(over: low, high).joints
      .filter { low < $0.place && $0.place < high }
    // Of steps the one in the middle.
    let corners = joints.filter(\.isCorner)
    if !corners.isEmpty { return corners[(corners.count - 1) / 2].place }
    guard high - low > 1e-6, low < middle, middle < high else { return nil }
    let inner = joints.first { min($0.place - low, high - $0.place) > 0.25 * (high - low) }
    return inner?.place ?? middle
  }
}
