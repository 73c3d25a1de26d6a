import PlateauNetworks

/// The sums over the steps of an unfinished epoch, of bounds.
struct EpochBoundSums: Sendable, Hashable, Codable {
  private var crossEntropy = 0.0
  private var penalty = 0.0
  private var accuracy = 0.0

  mutating func add(_ statistics: BoundStatistics) {
    crossEntropy += statistics.crossEntropy
    penalty += statistics.penalty
    accuracy += statistics.accuracy
  }

  func metrics(steps: Double, _ last: BoundProgress, validation: Double?) -> BoundMetrics {
    BoundMetrics(
      epsilon: last.epsilon, kappa: last.kappa, penaltyWeight: last.penaltyWeight,
      crossEntropy: crossEntropy / steps, penalty: penalty / steps,
      trainingAccuracy: accuracy / steps, validationAccuracy: validation)
  }
}
