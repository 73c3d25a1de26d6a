import PlateauTraining

/// One epoch of a run, as its line in `metrics.jsonl`.
public struct EpochRecord: Codable, Sendable, Hashable {
  /// The number of the epoch, the first is 1.
  public var epoch: Int
  /// The optimizer steps taken up to its end.
  public var step: Int
  /// The mean over its steps of cross-entropy plus weighted penalty.
  public var loss: Double
  /// The mean over its steps of the cross-entropy.
  public var crossEntropy: Double
  /// The mean over its steps of the complementary functions, summed over the hidden units.
  public var penalty: Double
  /// The weight λ of its last step.
  public var penaltyWeight: Double
  /// The share of (hidden unit, example) pairs with a slope of at most 0.01 of the largest.
  public var saturatedFraction: Double
  /// The share of training examples classified correctly, each before its step.
  public var trainingAccuracy: Double
  /// The share of validation examples classified correctly; nil without any.
  public var validationAccuracy: Double?
  /// The same under the training attack; nil unless the selection rule asks for it.
  public var validationAdversarialAccuracy: Double?
  /// The radius of the balls of certified training in its last step; nil where training is not
  /// certified, as are all that follow.
  public var boundEpsilon: Double?
  /// The weight κ of the clean cross-entropy in its last step.
  public var kappa: Double?
  /// The weight λ of the certified saturation penalty in its last step.
  public var boundPenaltyWeight: Double?
  /// The mean over its steps of the cross-entropy of the worst logits within interval bounds.
  public var boundLoss: Double?
  /// The mean over its steps of the largest complementary functions on the intervals of all hidden
  /// units, summed.
  public var boundPenalty: Double?
  /// The share of training examples whose true class wins within the bounds of their step.
  public var boundedTrainingAccuracy: Double?
  /// The share of validation examples whose true class wins within bounds at the epsilon of the
  /// configuration; bounds are rounded to nearest, and prove nothing.
  public var boundedAccuracy: Double?
  /// The wall time of the part of the epoch that the last process ran.
  public var seconds: Double

  /// Creates a record of one epoch.
  public init(
    epoch: Int, step: Int, loss: Double, crossEntropy: Double, penalty: Double,
    penaltyWeight: Double, saturatedFraction: Double, trainingAccuracy: Double,
    validationAccuracy: Double? = nil, validationAdversarialAccuracy: Double? = nil,
    seconds: Double
  ) {
    self.epoch = epoch
    self.step = step
    self.loss = loss
    self.crossEntropy = crossEntropy
    self.penalty = penalty
    self.penaltyWeight = penaltyWeight
    self.saturatedFraction = saturatedFraction
    self.trainingAccuracy = trainingAccuracy
    self.validationAccuracy = validationAccuracy
    self.validationAdversarialAccuracy = validationAdversarialAccuracy
    self.seconds = seconds
  }

  private mutating func take(_ bounds: BoundMetrics) {
    boundEpsilon = bounds.epsilon
    kappa = bounds.kappa
    boundPenaltyWeight = bounds.penaltyWeight
    boundLoss = bounds.crossEntropy
    boundPenalty = bounds.penalty
    boundedTrainingAccuracy = bounds.trainingAccuracy
    boundedAccuracy = bounds.validationAccuracy
  }

  init(_ metrics: EpochMetrics, seconds: Double) {
    epoch = metrics.epoch
    step = metrics.step
    loss = metrics.loss
    crossEntropy = metrics.crossEntropy
    penalty = metrics.penalty
    penaltyWeight = metrics.penaltyWeight
    saturatedFraction = metrics.saturatedFraction
    trainingAccuracy = metrics.trainingAccuracy
    validationAccuracy = metrics.validationAccuracy
    validationAdversarialAccuracy = metrics.validationAdversarialAccuracy
    self.seconds = seconds
    if let bounds = metrics.bounds { take(bounds) }
  }
}
