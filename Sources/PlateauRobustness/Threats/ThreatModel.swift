/// What an adversary may do to an input: move it at most `epsilon`, inside the box.
public struct ThreatModel: Sendable, Hashable {
  /// How the perturbation is measured.
  public let norm: Norm
  /// The largest perturbation allowed, in units of the input.
  public let epsilon: Double
  /// The range of every input value.
  public let bounds: ClosedRange<Double>

  /// The width of the range: what searches measure their constants in.
  public var width: Double { bounds.upperBound - bounds.lowerBound }

  /// Creates a threat model.
  ///
  /// - Precondition: `epsilon` is finite and not negative, the bounds are finite.
  public init(norm: Norm, epsilon: Double, bounds: ClosedRange<Double> = 0...1) {
    precondition(epsilon >= 0 && epsilon.isFinite, "epsilon is a distance")
    precondition(bounds.lowerBound.isFinite && bounds.upperBound.isFinite, "the box is finite")
    self.norm = norm
    self.epsilon = epsilon
    self.bounds = bounds
  }
}
