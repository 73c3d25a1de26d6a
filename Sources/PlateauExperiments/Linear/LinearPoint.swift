import PlateauGeometry

/// One linear classifier in the plane of kurtosis and robust accuracy.
public struct LinearPoint: Codable, Sendable, Hashable {
  /// The shape β of the family its weights were drawn from; nil where they were trained.
  public var shape: Double?
  /// The weight λ of ‖W‖₁ in its loss; nil where weights were drawn.
  public var penalty: Double?
  /// The excess kurtosis of all its weights.
  public var excessKurtosis: Double
  /// ‖W‖₁/(√n·‖W‖₂) of all n weights: 1 where all have one magnitude, 1/√n where one is not 0.
  public var normRatio: Double
  /// The share of its weights that are exactly 0.
  public var sparsity: Double
  /// The share of examples classified correctly.
  public var cleanAccuracy: Double
  /// The share of examples classified correctly whatever the perturbation, exactly.
  public var robustAccuracy: Double

  /// Creates a point from its numbers.
  public init(
    shape: Double? = nil, penalty: Double? = nil, excessKurtosis: Double, normRatio: Double,
    sparsity: Double, cleanAccuracy: Double, robustAccuracy: Double
  ) {
    self.shape = shape
    self.penalty = penalty
    self.excessKurtosis = excessKurtosis
    self.normRatio = normRatio
    self.sparsity = sparsity
    self.cleanAccuracy = cleanAccuracy
    self.robustAccuracy = robustAccuracy
  }

  /// Describes weights; nil where all are equal, and have no kurtosis.
  init?(
    weights: [Double], shape: Double? = nil, penalty: Double? = nil, cleanAccuracy: Double,
    robustAccuracy: Double
  ) {
    guard let kurtosis = Distribution(of: weights, bins: 1).excessKurtosis else { return nil }
    let norms = WeightNorms(of: weights)
    self.init(
      shape: shape, penalty: penalty, excessKurtosis: kurtosis,
      normRatio: norms.ratio / Double(weights.count).squareRoot(),
      sparsity: Double(weights.count { $0 == 0 }) / Double(weights.count),
      cleanAccuracy: cleanAccuracy, robustAccuracy: robustAccuracy)
  }
}
