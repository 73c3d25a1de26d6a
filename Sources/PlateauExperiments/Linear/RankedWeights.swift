import PlateauGeometry
import PlateauNumerics

/// The ranks of trained weights, for others to take their places.
struct RankedWeights: Sendable {
  /// The places of the weights, in ascending order of these.
  private let order: [Int]
  private let l2: Double

  /// Ranks weights; equal ones, such as those of pixels that are always 0, in random order.
  ///
  /// - Complexity: O(*n* · log *n*)
  init(_ weights: [Double], using generator: inout SeededGenerator) {
    // A random order, sorted by a criterion that distinguishes equals by their place in it.
    let shuffled = generator.permutation(weights.count)
    order = shuffled.indices.sorted {
      (weights[shuffled[$0]], $0) < (weights[shuffled[$1]], $1)
    }
    .map { shuffled[$0] }
    l2 = WeightNorms(of: weights).l2
  }

  /// The draws in the places of the weights with their ranks, scaled to the weights' ‖·‖₂.
  ///
  /// - Precondition: there is a draw for each weight, and not all draws are 0.
  func replaced(by draws: [Double]) -> [Double] {
    precondition(draws.count == order.count, "each weight has a draw")
    let norm = WeightNorms(of: draws).l2
    precondition(norm > 0, "the draws have a norm")
    var result = Array(repeating: 0.0, count: order.count)
    for (place, draw) in zip(order, draws.sorted()) { result[place] = draw * (l2 / norm) }
    return result
  }
}
