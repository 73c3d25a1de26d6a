import PlateauRobustness

/// Random perturbations, without any gradient: what chance alone achieves.
///
/// In ℓ∞ each is uniform in the ball; in other norms it has length ε and a uniform direction, since almost
/// all of a ball of many dimensions lies at its surface. All are clipped to the box.
public struct RandomNoise: Attack {
  /// `noise`.
  public var name: String { "noise" }
  /// The draws.
  public var parameters: String { "draws=\(draws)" }
  /// One: draws follow each other in it.
  public var starts: Int { 1 }
  /// The number of perturbations drawn for each example, at least 1.
  public let draws: Int

  /// Creates the attack.
  ///
  /// - Precondition: `draws` is positive.
  public init(draws: Int = 1000) {
    precondition(draws >= 1, "at least one draw")
    self.draws = draws
  }

  /// Draws perturbations and proposes those that reach the goal, and the last one.
  public func search(_ trial: Trial, start: Int) {
    for _ in 0..<draws where trial.count > 0 {
      if trial.threat.ball.isBox { trial.moveToRandomPoint() } else { trial.moveToRandomEdge() }
      trial.evaluate()
      trial.propose { trial.reachesGoal(row: $0) }
    }
    trial.propose()
  }
}
