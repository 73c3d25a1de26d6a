public import PlateauNumerics
import PlateauRobustness

/// A walk along the decision boundary towards the example, by the model's decisions alone.
///
/// From a point of another class it searches for the boundary between that point and the example,
/// estimates the boundary's normal from the decisions at random points around it, steps along
/// it, halving the step until the point is of another class again, and repeats. It minimizes the
/// distance; what lies outside the ball of the threat the harness moves inside and judges there. To
/// measure distances, allow a large epsilon and keep the smallest success.
///
/// The number of decisions asked for each example is at most ``queries``. A thousand images of
/// 28 × 28 at the default take some minutes for a small network on two cores.
///
/// Source: J. Chen, M. Jordan and M. Wainwright, "HopSkipJumpAttack: A Query-Efficient
/// Decision-Based Attack", 2020, algorithms 1 and 2, with the constants of the authors' program.
public struct HopSkipJump: Attack {
  /// `hop-skip-jump`.
  public var name: String { "hop-skip-jump" }
  /// Queries, restarts, probes, tries and the number of points to begin from.
  public var parameters: String {
    "queries=\(queries) restarts=\(restarts) probes=\(initialProbes)-\(largestProbes) "
      + "tries=\(tries)" + (beginnings.map { " beginnings=\($0.rows)" } ?? "")
  }
  /// The largest number of decisions asked for each example and start.
  public let queries: Int
  /// The number of starts, at least 1.
  public let restarts: Int
  /// The number B₀ of probes of the first estimate; the *t*th takes B₀·√t.
  public let initialProbes: Int
  /// The largest number of probes of an estimate.
  public let largestProbes: Int
  /// The number of points tried at most, until one reaches the goal.
  public let tries: Int
  /// Points to begin from, such as examples of all classes, of shape `[points, features]`; nil
  /// begins from random noise of several grains.
  public let beginnings: Matrix<Float>?

  /// Creates the attack.
  ///
  /// - Precondition: every number is positive, and there is a point to begin from.
  public init(
    queries: Int = 5000, restarts: Int = 1, initialProbes: Int = 100,
    largestProbes: Int = 10_000, tries: Int = 100, beginnings: Matrix<Float>? = nil
  ) {
    precondition(queries >= 1 && restarts >= 1, "at least one query from one start")
    precondition(initialProbes >= 1 && largestProbes >= 1 && tries >= 1, "at least one probe")
    precondition(beginnings.map { $0.rows > 0 } ?? true, "there is a point to begin from")
    self.queries = queries
    self.restarts = restarts
    self.initialProbes = initialProbes
    self.largestProbes = largestProbes
    self.tries = tries
    self.beginnings = beginnings
  }

  /// The number of restarts.
  public var starts: Int { restarts }

  /// Walks until the queries are spent, and proposes every point of the boundary on its way.
  public func search(_ trial: Trial, start: Int) {
    guard trial.count > 0 else { return }
    if let beginnings {
      precondition(beginnings.columns == trial.iterates.columns, "beginnings must fit the input")
    }
    let walk = BoundaryWalk(trial, self)
    walk.begin()
    walk.approach()
    walk.propose()
    var step = 1
    while walk.isGoingOn {
      walk.estimate(step: step)
      walk.jump(step: step)
      walk.approach()
      walk.propose()
      step += 1
    }
  }
}
