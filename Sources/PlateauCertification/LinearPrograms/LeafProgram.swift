/// The linear program of a leaf, where every neuron is one line: the least over a box of the largest of
/// several sums, under conditions.
///
/// minimize t over x and t, with t ≥ gₖ(x) for every k, wᵢ(x) ≥ 0 for every i, l ≤ x ≤ u.
struct LeafProgram<Number: ProgramNumber> {
  /// constant + Σ coefficient · x.
  struct Row {
    var coefficients: [Number]
    var constant: Number
  }

  /// Sums gₖ, at least one.
  var sums: [Row]
  /// Conditions wᵢ.
  var conditions: [Row]
  var lower: [Number]
  var upper: [Number]

  /// A solution, as far as the numbers tell.
  struct Solution {
    /// Where the least is taken; nil where no x fulfills the conditions.
    var point: [Number]?
    /// The least; without a meaning where there is no point.
    var value: Number
    /// Multipliers of conditions, none negative: of a bound of the least, or a ray along which the bound
    /// grows without end.
    var multipliers: [Number]
    /// Weights of sums, whose sum is 1.
    var weights: [Number]
  }
}

/// The numbers that a linear program is solved in.
protocol ProgramNumber: SignedNumeric, Comparable where Magnitude == Self {
  static func / (a: Self, b: Self) -> Self
  /// How far beyond an end a variable can be by rounding, in proportion to its constant.
  static var excessTolerance: Self { get }
  /// The largest rate that may be a rounding.
  static var rateTolerance: Self { get }
}

extension Double: ProgramNumber {
  static var excessTolerance: Double { 1e-9 }
  static var rateTolerance: Double { 1e-11 }
}
