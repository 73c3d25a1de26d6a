import PlateauNetworks

/// The sums over the steps of an unfinished epoch.
public struct EpochSums: Sendable, Hashable, Codable {
  /// The number of steps.
  public private(set) var steps = 0
  private var loss = 0.0
  private var crossEntropy = 0.0
  private var penalty = 0.0
  private var saturatedFraction = 0.0
  private var accuracy = 0.0
  private var bounds: EpochBoundSums?

  /// Starts with no steps.
  public init() {}

  mutating func add(_ statistics: BatchStatistics, _ bounds: BoundStatistics?) {
    steps += 1
    loss += statistics.loss
    if let bounds {
      loss += bounds.loss
      var sums = self.bounds ?? EpochBoundSums()
      sums.add(bounds)
      self.bounds = sums
    }
    crossEntropy += statistics.crossEntropy
    penalty += statistics.penalty
    saturatedFraction += statistics.saturatedFraction
    accuracy += statistics.accuracy
  }

  func metrics(
    epoch: Int, step: Int, penaltyWeight: Double, validation: Double?, adversarial: Double?,
    bounds last: BoundProgress?, bounded: Double?
  ) -> EpochMetrics {
    let count = Double(max(1, steps))
    return EpochMetrics(
      epoch: epoch, step: step, loss: loss / count, crossEntropy: crossEntropy / count,
      penalty: penalty / count, penaltyWeight: penaltyWeight,
      saturatedFraction: saturatedFraction / count, trainingAccuracy: accuracy / count,
      validationAccuracy: validation, validationAdversarialAccuracy: adversarial,
      bounds: last.flatMap { bounds?.metrics(steps: count, $0, validation: bounded) })
  }
}
