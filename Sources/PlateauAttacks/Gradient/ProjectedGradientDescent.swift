import PlateauRobustness

/// Repeated steps along the gradient, each projected back into the ball and the box, from several
/// starts.
///
/// With one start at the example itself it is the basic iterative method of Kurakin et al., 2017.
///
/// Source: A. Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks", 2018,
/// section 2.1.
public struct ProjectedGradientDescent: Attack {
  /// `pgd`.
  public var name: String { "pgd" }
  /// Steps, restarts and the size of a step.
  public var parameters: String {
    "steps=\(steps) restarts=\(restarts) step=\(relativeStep)"
      + (decays ? " decaying" : "") + (startsAtRandom ? " random" : "")
  }
  /// The number of steps of each start, at least 1.
  public let steps: Int
  /// The number of starts, at least 1; all but the first are random in the ball.
  public let restarts: Int
  /// The size of the first step in units of epsilon.
  public let relativeStep: Double
  /// Whether steps shrink linearly to 0 instead of keeping their size.
  public let decays: Bool
  /// Whether the first start is random too.
  public let startsAtRandom: Bool

  /// Creates the attack.
  ///
  /// - Precondition: `steps` and `restarts` are positive.
  public init(
    steps: Int = 40, restarts: Int = 5, relativeStep: Double = 0.25, decays: Bool = false,
    startsAtRandom: Bool = false
  ) {
    precondition(steps >= 1 && restarts >= 1, "at least one step from one start")
    precondition(relativeStep > 0 && relativeStep.isFinite, "a step has a size")
    self.steps = steps
    self.restarts = restarts
    self.relativeStep = relativeStep
    self.decays = decays
    self.startsAtRandom = startsAtRandom
  }

  /// The number of restarts.
  public var starts: Int { restarts }

  /// Climbs from one start and proposes where it ends.
  ///
  /// For a model without input gradient it proposes the example itself.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    if start > 0 || startsAtRandom { trial.moveToRandomPoint() }
    trial.computeGradient()
    for step in 1..<steps where trial.count > 0 {
      trial.computeGradient(afterStep: size(of: step - 1, in: trial))
    }
    trial.step(by: size(of: steps - 1, in: trial))
    trial.propose()
  }

  private func size(of step: Int, in trial: Trial) -> Double {
    let size = trial.threat.epsilon * relativeStep
    return decays ? size * (1 - Double(step) / Double(steps)) : size
  }
}
