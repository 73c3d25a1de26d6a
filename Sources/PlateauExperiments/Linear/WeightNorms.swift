/// The two norms of a vector of weights that decide on its robustness in ℓ∞.
struct WeightNorms: Sendable, Hashable {
  /// ‖w‖₁.
  let l1: Double
  /// ‖w‖₂.
  let l2: Double

  /// Sums magnitudes and squares, in Double and in order: n weights have a relative error of
  /// n·2⁻⁵³.
  init(of weights: some Sequence<Double>) {
    var (sum, squares) = (0.0, 0.0)
    for weight in weights {
      sum += weight.magnitude
      squares += weight * weight
    }
    l1 = sum
    l2 = squares.squareRoot()
  }

  /// ‖w‖₁/‖w‖₂.
  var ratio: Double { l1 / l2 }
}
