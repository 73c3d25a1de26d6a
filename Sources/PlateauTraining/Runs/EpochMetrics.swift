/// What was measured in one epoch of training.
public struct EpochMetrics: Sendable, Hashable {
  /// The number of the epoch, the first is 1.
  public let epoch: Int
  /// The optimizer steps taken up to its end.
  public let step: Int
  /// The mean over its steps of what is minimized: cross-entropy plus weighted penalty, or what
  /// certified training takes.
  public let loss: Double
  /// The mean over its steps of the cross-entropy.
  public let crossEntropy: Double
  /// The mean over its steps of the complementary functions, summed over the hidden units.
  public let penalty: Double
  /// The weight λ of its last step.
  public let penaltyWeight: Double
  /// The share of (hidden unit, example) pairs with a slope of at most 0.01 of the largest.
  public let saturatedFraction: Double
  /// The share of training examples classified correctly, each before its step.
  public let trainingAccuracy: Double
  /// The share of validation examples classified correctly; nil without any.
  public let validationAccuracy: Double?
  /// The same under the training attack; nil unless the selection rule asks for it.
  public let validationAdversarialAccuracy: Double?
  /// What the bounds were; nil unless training is certified.
  public let bounds: BoundMetrics?

  /// Creates a record, as when a run is read back.
  public init(
    epoch: Int, step: Int, loss: Double, crossEntropy: Double, penalty: Double,
    penaltyWeight: Double, saturatedFraction: Double, trainingAccuracy: Double,
    validationAccuracy: Double?, validationAdversarialAccuracy: Double?,
    bounds: BoundMetrics? = nil
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
    self.bounds = bounds
  }

  /// The score that a selection rule compares; nil for a rule without one.
  func score(under rule: SelectionRule) -> Double? {
    switch rule {
    case .last: nil
    case .bestValidationAccuracy: validationAccuracy
    case .bestValidationAdversarialAccuracy: validationAdversarialAccuracy
    case .bestValidationBoundedAccuracy: bounds?.validationAccuracy
    }
  }
}
