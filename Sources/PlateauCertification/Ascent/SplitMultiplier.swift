/// The multiplier β of a split, and the moments of its gradient.
struct SplitMultiplier {
  let split: NeuronSplit
  var beta: Double
  var mean = 0.0
  var square = 0.0
}

/// That what enters a neuron's nonlinearity is on one side of a point.
struct NeuronSplit: Sendable {
  /// The index of the stage.
  let stage: Int
  let unit: Int
  let point: Double
  /// Whether it is at least `point`, or at most.
  let isAbove: Bool

  /// How far z is from the side of the split.
  @inline(__always)
  func excess(_ z: Double) -> Double { isAbove ? point - z : z - point }
}
