import PlateauGeometry
import PlateauNumerics

/// The geometry along the straight path from one example to another, naive and stable.
public struct PathCurves: Codable, Sendable, Hashable {
  /// The class of the example where it begins.
  public var source: Int
  /// The class of the example where it ends.
  public var target: Int
  /// The places of the points, from 0 to 1.
  public var positions: [Double]
  /// As a usual framework computes it in Float.
  public var naive: Curves
  /// In Double with exponents.
  public var stable: Curves

  /// Creates a record.
  public init(source: Int, target: Int, positions: [Double], naive: Curves, stable: Curves) {
    self.source = source
    self.target = target
    self.positions = positions
    self.naive = naive
    self.stable = stable
  }

  /// Values at each point.
  ///
  /// Logarithms are decimal and rounded to 0.0001; nil where the number is 0, infinite or none.
  public struct Curves: Codable, Sendable, Hashable {
    /// log₁₀ ‖J·ẋ‖, the Euclidean length element of the logits.
    public var euclidean: [Double?]
    /// log₁₀ √(ẋᵀJᵀ(diag p − p·pᵀ)Jẋ), Fisher's length element.
    public var fisher: [Double?]
    /// The softmax outputs, one row for each point, rounded to 0.000001.
    public var probabilities: [[Double]]
    /// The decimal logarithms of the singular values of ∂logits/∂x, descending.
    public var logitSingularValues: [[Double?]]
    /// The decimal logarithms of the singular values of ∂p/∂x, descending.
    public var probabilitySingularValues: [[Double?]]

    /// Creates a record.
    public init(
      euclidean: [Double?], fisher: [Double?], probabilities: [[Double]],
      logitSingularValues: [[Double?]], probabilitySingularValues: [[Double?]]
    ) {
      self.euclidean = euclidean
      self.fisher = fisher
      self.probabilities = probabilities
      self.logitSingularValues = logitSingularValues
      self.probabilitySingularValues = probabilitySingularValues
    }

    init(_ points: [PathPoint]) {
      self.init(
        euclidean: points.map { Self.logarithm($0.euclideanLength) },
        fisher: points.map { Self.logarithm($0.fisherLength) },
        probabilities: points.map { $0.probabilities.map { (1e6 * $0).rounded() / 1e6 } },
        logitSingularValues: points.map { $0.logitSingularValues.map(Self.logarithm) },
        probabilitySingularValues: points.map { $0.probabilitySingularValues.map(Self.logarithm) })
    }

    private static func logarithm(_ value: ScaledValue) -> Double? {
      guard value.isFinite && value > ScaledValue(0) else { return nil }
      return (1e4 * value.log10).rounded() / 1e4
    }
  }
}
