import PlateauRobustness

/// Projected gradient descent with one start, at the example itself.
///
/// Source: A. Kurakin, I. Goodfellow and S. Bengio, "Adversarial examples in the physical world",
/// 2017, section 2.2.
public struct BasicIterativeMethod: Attack {
  /// `bim`.
  public var name: String { "bim" }
  /// Steps and the size of a step.
  public var parameters: String { "steps=\(steps) step=\(relativeStep)" }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The number of steps, at least 1.
  public let steps: Int
  /// The size of a step in units of epsilon.
  public let relativeStep: Double

  /// Creates the attack.
  ///
  /// - Precondition: `steps` and `relativeStep` are positive.
  public init(steps: Int = 40, relativeStep: Double = 0.25) {
    precondition(steps >= 1, "at least one step")
    precondition(relativeStep > 0 && relativeStep.isFinite, "a step has a size")
    self.steps = steps
    self.relativeStep = relativeStep
  }

  /// Climbs from the example and proposes where it ends.
  public func search(_ trial: Trial, start: Int) {
    ProjectedGradientDescent(steps: steps, restarts: 1, relativeStep: relativeStep)
      .search(trial, start: start)
  }
}
