public import PlateauGeometry

/// What one experiment on linear classifiers found at one epsilon: points, and the line through them.
public struct LinearExperiment: Codable, Sendable, Hashable {
  /// A point of the curve that theory gives.
  public struct TheoryPoint: Codable, Sendable, Hashable {
    /// The shape β of the family.
    public var shape: Double
    /// The excess kurtosis of the family.
    public var excessKurtosis: Double
    /// The robust accuracy where ‖w‖₁/‖w‖₂ is what it tends to for many draws from the family.
    public var robustAccuracy: Double

    /// Creates a point.
    public init(shape: Double, excessKurtosis: Double, robustAccuracy: Double) {
      self.shape = shape
      self.excessKurtosis = excessKurtosis
      self.robustAccuracy = robustAccuracy
    }
  }

  /// The ℓ∞ size of the perturbation, in units of the input.
  public var epsilon: Double
  /// The classifiers, in the order of the plan: by shape and then draw, or by penalty.
  public var points: [LinearPoint]
  /// Robust accuracy against excess kurtosis, over all points; nil where kurtosis does not vary.
  public var line: LeastSquaresLine?
  /// The curve that theory gives, by descending shape; nil where it gives none.
  public var theory: [TheoryPoint]?

  /// Puts an experiment together, and fits the line.
  public init(epsilon: Double, points: [LinearPoint], theory: [TheoryPoint]? = nil) {
    self.epsilon = epsilon
    self.points = points
    self.theory = theory
    line = LeastSquaresLine(
      x: points.map(\.excessKurtosis), y: points.map(\.robustAccuracy))
  }
}
