import PlateauNetworks

/// What enters a neuron's nonlinearity, at least and at most, over a domain.
struct NeuronRange: Sendable {
  var low: Double
  var high: Double
  /// The ends that do not belong to it.
  var open = OpenEnds()

  /// The range on one side of a split.
  ///
  /// A jump is on the side that has its value, and on the upper one where neither does. Where the
  /// split is at an end, it parts the end from the others.
  func half(of activation: Activation, at point: Double, isAbove: Bool) -> NeuronRange {
    let function = activation.function
    let jump: Bool? =
      switch function.lines {
      case .rectifier, .clippedRectifier, .sigmoidal: nil
      case .curve: function.isBelow(jumpAt: point, low, high, open)
      }
    guard let isBelow = jump else {
      return NeuronRange(
        low: isAbove ? max(low, point) : low, high: isAbove ? high : min(high, point),
        open: OpenEnds(
          low: open.low && (!isAbove || point <= low),
          high: open.high && (isAbove || point >= high)))
    }
    if isAbove, point >= high { return NeuronRange(low: high, high: high) }
    if !isAbove, point <= low { return NeuronRange(low: low, high: low) }
    return isAbove
      ? NeuronRange(
        low: point, high: high, open: OpenEnds(low: isBelow || point == low, high: open.high))
      : NeuronRange(
        low: low, high: point, open: OpenEnds(low: open.low, high: !isBelow || point == high))
  }

  /// Where to split the range; nil where the nonlinearity is one line on it, or it is nearly a point.
  func splitPoint(of activation: Activation) -> Double? {
    guard low < high, !activation.isLinear(low, high, open: open) else { return nil }
    let function = activation.function
    if case .rectifier = function.lines { return 0 }
    let middle = 0.5 * low + 0.5 * high
    let curve = function.curve(over: low, high).inside(low, high, open) {
      function.value(at: $0)
    }
    let joints = curve.joints.filter { low < $0.place && $0.place < high }
    // Of steps the one in the middle.
    let corners = joints.filter(\.isCorner)
    if !corners.isEmpty { return corners[(corners.count - 1) / 2].place }
    // What is left of a jump at an end.
    for (index, joint) in curve.joints.enumerated() where function.jumps(at: index, of: curve) {
      if joint.place == low || joint.place == high { return joint.place }
    }
    guard high - low > 1e-6, low < middle, middle < high else { return nil }
    let inner = joints.first { min($0.place - low, high - $0.place) > 0.25 * (high - low) }
    return inner?.place ?? middle
  }
}

extension UnitwiseFunction {
  /// Whether the value at a jump is that of the part below it; nil where there is no jump that
  /// belongs to the interval.
  fileprivate func isBelow(
    jumpAt point: Double, _ low: Double, _ high: Double, _ open: OpenEnds
  ) -> Bool? {
    let curve = curve(over: low, high).inside(low, high, open) { self.value(at: $0) }
    guard let index = curve.joints.firstIndex(where: { $0.place == point }),
      jumps(at: index, of: curve)
    else { return nil }
    if case .constant(let value) = curve.bends[index] { return value == self.value(at: point) }
    return false
  }
}
