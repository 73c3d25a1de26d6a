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
  /// The ends that do not belong to the interval.
  let open: OpenEnds
  let families: LineFamilies

  init(_ activation: Activation, _ low: Double, _ high: Double, open: OpenEnds = OpenEnds()) {
    (self.low, self.high, self.open) = (low, high, open)
    families = activation.families(
      low, high, activation.relaxation(low, high, open: open), open: open)
  }

  /// Those of one side of a split.
  ///
  /// A jump is on the side that has its value, and on the upper one where neither does. Where the
  /// split is at an end, it parts the end from the others.
  func half(of activation: Activation, _ split: UnitSplit) -> UnitLines {
    let point = split.point
    guard let isBelow = activation.function.isBelow(jumpAt: point, low, high, open) else {
      return UnitLines(
        activation, split.isAbove ? max(low, point) : low, split.isAbove ? high : min(high, point),
        open: OpenEnds(
          low: open.low && (!split.isAbove || point <= low),
          high: open.high && (split.isAbove || point >= high)))
    }
    if split.isAbove, point >= high { return UnitLines(activation, high, high) }
    if !split.isAbove, point <= low { return UnitLines(activation, low, low) }
    return split.isAbove
      ? UnitLines(
        activation, point, high, open: OpenEnds(low: isBelow || point == low, high: open.high))
      : UnitLines(
        activation, low, point, open: OpenEnds(low: open.low, high: !isBelow || point == high))
  }

  /// Where to split the interval; nil where the nonlinearity is one line on it, or nearly a point.
  func splitPoint(_ activation: Activation) -> Double? {
    guard low < high, !activation.isLinear(low, high, open: open) else { return nil }
    let middle = 0.5 * low + 0.5 * high
    let function = activation.function
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
