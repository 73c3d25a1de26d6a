/// What a training step asks of the bounds over ℓ∞ balls, clipped to the box.
public struct BoundObjective: Sendable, Hashable {
  /// The radius of the balls, in units of the input.
  public var epsilon: Double
  /// The least value of an input.
  public var lower: Double
  /// The largest value of an input.
  public var upper: Double
  /// The factor of the cross-entropy of the worst logits.
  public var crossEntropyWeight: Double
  /// The factor of each hidden unit's largest complementary function.
  public var penaltyWeight: Double
  /// The factor of the regularizers of tightness and of balance; see `BoundBalance`.
  public var regularization: Double

  /// Creates an objective; inputs lie in [0, 1].
  ///
  /// - Precondition: No number is negative, and all are finite.
  public init(
    epsilon: Double, lower: Double = 0, upper: Double = 1, crossEntropyWeight: Double = 1,
    penaltyWeight: Double = 0, regularization: Double = 0
  ) {
    precondition(epsilon >= 0 && epsilon.isFinite, "epsilon is a distance")
    precondition(
      min(crossEntropyWeight, penaltyWeight, regularization) >= 0, "no weight is negative")
    self.epsilon = epsilon
    self.lower = lower
    self.upper = upper
    self.crossEntropyWeight = crossEntropyWeight
    self.penaltyWeight = penaltyWeight
    self.regularization = regularization
  }

  /// Whether any term has a weight.
  var needsGradient: Bool { max(crossEntropyWeight, penaltyWeight, regularization) > 0 }
}
