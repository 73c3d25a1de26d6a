/// What the interval bounds of certified training were in one epoch, rounded to nearest: no proofs.
public struct BoundMetrics: Sendable, Hashable {
  /// The radius of the balls in its last step.
  public let epsilon: Double
  /// The weight κ of the clean cross-entropy in its last step.
  public let kappa: Double
  /// The weight λ of the certified saturation penalty in its last step.
  public let penaltyWeight: Double
  /// The mean over its steps of the cross-entropy of the worst logits.
  public let crossEntropy: Double
  /// The mean over its steps of the largest complementary functions, summed over the hidden units.
  public let penalty: Double
  /// The share of training examples whose true class wins within the bounds, each before its step,
  /// at the radius of the step.
  public let trainingAccuracy: Double
  /// The share of validation examples whose true class wins within the bounds, at the radius at
  /// which certified training is measured; nil without any.
  public let validationAccuracy: Double?

  /// Creates a record.
  public init(
    epsilon: Double, kappa: Double, penaltyWeight: Double, crossEntropy: Double, penalty: Double,
    trainingAccuracy: Double, validationAccuracy: Double?
  ) {
    self.epsilon = epsilon
    self.kappa = kappa
    self.penaltyWeight = penaltyWeight
    self.crossEntropy = crossEntropy
    self.penalty = penalty
    self.trainingAccuracy = trainingAccuracy
    self.validationAccuracy = validationAccuracy
  }
}
