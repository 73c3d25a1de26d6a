public import PlateauNetworks

/// What one step of training did.
public struct TrainingProgress: Sendable {
  /// The optimizer steps taken.
  public let step: Int
  /// The steps of a whole run without early stop.
  public let totalSteps: Int
  /// The number of the epoch the step belongs to, the first is 1.
  public let epoch: Int
  /// The statistics of the batch before the step.
  public let statistics: BatchStatistics
  /// The weight λ of the penalty in this step.
  public let penaltyWeight: Double
  /// What is minimized, before the step.
  public var loss: Double { statistics.loss + (bounds?.statistics.loss ?? 0) }
  /// What the bounds were; nil unless training is certified.
  public let bounds: BoundProgress?
  /// What the epoch measured, where the step was its last.
  public let finishedEpoch: EpochMetrics?
}
