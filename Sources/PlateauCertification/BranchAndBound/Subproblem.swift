/// That what enters a unit's nonlinearity is on one side of a point.
struct UnitSplit: Sendable, Hashable {
  /// The place of the unit among those that are open at the root.
  let place: Int
  let point: Double
  /// Whether it is at least `point`, or at most.
  let isAbove: Bool
}

/// A part of the region, for one conjunction.
struct Subproblem: Sendable {
  /// The index of the conjunction.
  let conjunction: Int
  var splits: [UnitSplit] = []
  /// Parameters of the lines of open units: all lower ones, then all upper ones.
  var parameters: [Float]
  /// A multiplier of each split.
  var multipliers: [Float] = []
  /// A weight of each inequality.
  var weights: [Double]
  /// A lower bound of the weighted sum of the inequalities, which cannot all hold if it is above 0.
  var bound = -Double.infinity
  /// What to split next; nil where nothing is left.
  var next: UnitSplit?

  /// The bytes that it takes, nearly; parameters are shared by two.
  var bytes: Int { 256 + 2 * parameters.count + 32 * splits.count }
}
