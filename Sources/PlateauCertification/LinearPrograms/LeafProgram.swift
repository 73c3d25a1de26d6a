/// The linear program of a leaf, where every neuron is one line: the least over a box of the largest of
/// several sums, under conditions.
///
/// minimize t over x and t, with t ≥ gₖ(x) for every k, wᵢ(x) ≥ 0 for every i, l ≤ x ≤ u.
struct LeafProgram {
  /// constant + Σ coefficient · x.
  struct Row {
    var coefficients: [Double]
    var constant: Double
  }

  /// Sums gₖ, at least one.
  var sums: [Row]
  /// Conditions wᵢ.
  var conditions: [Row]
  var lower: [Double]
  var upper: [Double]

  /// A solution, as far as double precision tells.
  struct Solution {
    /// Where the least is taken; nil where no x fulfills the conditions.
    var point: [Double]?
    /// Multipliers of conditions, none negative: of a bound of the least, or a ray along which the bound
    /// grows without end.
    var multipliers: [Double]
    /// Weights of sums, whose sum is 1.
    var weights: [Double]
  }
}
