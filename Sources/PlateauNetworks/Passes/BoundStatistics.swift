/// What an interval pass measured on the way, as means over the batch.
///
/// Bounds are rounded to nearest: they guide training and prove nothing.
public struct BoundStatistics: Sendable, Hashable {
  /// The mean cross-entropy of the worst logits that the bounds allow.
  public let crossEntropy: Double
  /// The mean over examples of the largest value of each hidden unit's complementary function on
  /// its interval, summed over the units.
  public let penalty: Double
  /// The mean regularizer of the balance of bounds.
  public let regularization: Double
  /// These three, each times its weight: what is added to the loss.
  public let loss: Double
  /// The share of examples whose true class wins everywhere within the bounds.
  public let accuracy: Double

  init(_ sums: BoundSums, rows: Int, _ objective: BoundObjective) {
    let count = Double(rows)
    crossEntropy = sums.crossEntropy / count
    penalty = sums.penalty / count
    regularization = sums.regularization / count
    loss =
      objective.crossEntropyWeight * crossEntropy + objective.penaltyWeight * penalty
      + objective.regularization * regularization
    accuracy = Double(sums.correct) / count
  }
}

/// Sums over the examples of a shard.
struct BoundSums {
  var crossEntropy = 0.0
  var penalty = 0.0
  var regularization = 0.0
  var correct = 0

  mutating func add(_ other: BoundSums) {
    crossEntropy += other.crossEntropy
    penalty += other.penalty
    regularization += other.regularization
    correct += other.correct
  }
}
