/// A training run at a moment between two steps: enough to go on to the same bits.
public struct TrainingState: Sendable, Hashable {
  /// The parameters of the network.
  public var parameters: [Float]
  /// The optimizer's moments, each as long as the parameters.
  public var moments: [[Float]]
  /// The parameters selected so far; nil before the first epoch ends, and under `last`.
  public var selectedParameters: [Float]?
  /// The counters and sums.
  public var position: TrainingPosition

  /// Puts a state together, as when a checkpoint is read.
  public init(
    parameters: [Float], moments: [[Float]], selectedParameters: [Float]?,
    position: TrainingPosition
  ) {
    self.parameters = parameters
    self.moments = moments
    self.selectedParameters = selectedParameters
    self.position = position
  }
}

/// How far a training run has come.
public struct TrainingPosition: Sendable, Hashable, Codable {
  /// The optimizer steps taken.
  public var step = 0
  /// The epochs finished.
  public var epoch = 0
  /// The sums over the steps of the epoch under way.
  public var sums = EpochSums()
  /// The epoch of the selected parameters; 0 before there are any.
  public var selectedEpoch = 0
  /// The score of the selected parameters; nil before there are any, and under `last`.
  public var selectedScore: Double?
  /// Whether the run stopped before its last epoch for want of a better score.
  public var stoppedEarly = false

  /// The start.
  public init() {}
}
