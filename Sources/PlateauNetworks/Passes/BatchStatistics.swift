/// What a training pass measured on the way, as means over the batch.
public struct BatchStatistics: Sendable, Hashable {
  /// The mean cross-entropy.
  public let crossEntropy: Double
  /// The mean over examples of the complementary functions, summed over all hidden units.
  public let penalty: Double
  /// The mean over examples of p (1 − p), summed over all weights p that softmaxes inside make.
  public let attentionPenalty: Double
  /// The mean cross-entropy, times its weight, plus the weighted penalties: what is minimized.
  public let loss: Double
  /// The share of examples classified correctly.
  public let accuracy: Double
  /// The share of (hidden unit, example) pairs whose slope is at most 0.01 of the largest.
  public let saturatedFraction: Double

  init(
    _ sums: ShardSums, rows: Int, hiddenUnits: Int, crossEntropyWeight: Double,
    attentionWeight: Double = 0
  ) {
    let count = Double(rows)
    attentionPenalty = sums.attentionPenalty / count
    crossEntropy = sums.crossEntropy / count
    penalty = sums.penalty / count
    let own = (crossEntropyWeight * sums.crossEntropy + sums.weightedPenalty) / count
    loss = attentionWeight == 0 ? own : own + attentionWeight * attentionPenalty
    accuracy = Double(sums.correct) / count
    saturatedFraction =
      hiddenUnits == 0 ? 0 : Double(sums.saturated) / (count * Double(hiddenUnits))
  }
}

/// Sums over the examples of a shard.
struct ShardSums {
  var crossEntropy = 0.0
  var penalty = 0.0
  var weightedPenalty = 0.0
  var attentionPenalty = 0.0
  var correct = 0
  var saturated: Int64 = 0

  mutating func add(_ other: ShardSums) {
    crossEntropy += other.crossEntropy
    penalty += other.penalty
    weightedPenalty += other.weightedPenalty
    attentionPenalty += other.attentionPenalty
    correct += other.correct
    saturated += other.saturated
  }
}
