public import PlateauGeometry

/// The weights of a layer, its activities and its Jacobian.
public struct LayerGeometry: Codable, Sendable, Hashable {
  /// `layer 1` from the input on, and `logits`.
  public var name: String
  /// The number of units.
  public var units: Int
  /// The weights that lead to it, biases left out: all entries of all kernels.
  public var weights: Distribution
  /// The standard error of the weights' excess kurtosis, were they drawn from a normal distribution;
  /// nil for fewer than 4 weights.
  public var weightKurtosisStandardError: Double?
  /// The activities over all units and examples; of the last layer the logits.
  public var activities: Distribution
  /// The share of (unit, example) pairs with a slope of at most 0.01 of the largest; nil for logits.
  public var saturatedFraction: Double?
  /// The participation ratio of the eigenvalues of the activities' covariance: the dimensions that
  /// they fill, over the first examples that the record names; nil where no unit changes.
  public var activityDimensions: Double?
  /// The mean dissimilarity of two stimuli of one class; nil where no class has two.
  public var withinClasses: Double?
  /// The mean dissimilarity of two stimuli of different classes; nil where there is one class.
  public var betweenClasses: Double?
  /// The derivatives of the activities with respect to the input, as a usual framework computes them
  /// in Float; of wide layers by random probes.
  public var naive: JacobianSummary
  /// The same in Double with exponents.
  public var stable: JacobianSummary

  /// How strongly classes are separated, between over within; nil where that is no finite number.
  public var separation: Double? {
    guard let withinClasses, let betweenClasses, withinClasses > 0 else { return nil }
    return betweenClasses / withinClasses
  }
}
