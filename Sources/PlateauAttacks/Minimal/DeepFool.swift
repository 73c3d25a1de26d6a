import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Repeated steps in ℓ2 onto the nearest boundary of the linearized model, until a boundary is
/// crossed.
///
/// Iterates are x + (1 + overshoot)·(sum of the steps), clipped to the box. Each step is longer by
/// 10⁻⁴ of the box's width, as in Foolbox: where the box cuts steps short they would otherwise
/// approach the boundary for ever. With a targeted goal the
/// only boundary is that between the target and the strongest of the other classes. A step is never
/// longer than the diagonal of the box, which matters where gradients all but vanish.
///
/// Source: S.-M. Moosavi-Dezfooli, A. Fawzi and P. Frossard, "DeepFool: a simple and accurate method
/// to fool deep neural networks", 2016, section 3.
public struct DeepFool: Attack {
  /// `deepfool`.
  public var name: String { "deepfool" }
  /// Steps and overshoot.
  public var parameters: String { "steps=\(steps) overshoot=\(overshoot)" }
  /// One: the example itself.
  public var starts: Int { 1 }
  /// The largest number of steps, at least 1.
  public let steps: Int
  /// What is added to each step, in units of the box's width.
  private static var excess: Double { 1e-4 }
  /// The share by which the way is lengthened, not negative.
  public let overshoot: Double

  /// Creates the attack.
  ///
  /// - Precondition: `steps` is positive, `overshoot` not negative.
  public init(steps: Int = 50, overshoot: Double = 0.02) {
    precondition(steps >= 1, "at least one step")
    precondition(overshoot >= 0 && overshoot.isFinite, "the overshoot is a share")
    self.steps = steps
    self.overshoot = overshoot
  }

  /// Walks until every row has crossed a boundary, and proposes where it did.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    let boundary = NearestBoundary(trial)
    let ways = trial.vectors("ways", columns: trial.iterates.columns)
    let crossed = trial.records("crossed", initially: false)
    for row in 0..<trial.count {
      ways.row(row).clear(count: ways.columns)
      crossed[row] = false
    }
    for _ in 0..<steps where trial.count > 0 {
      trial.linearize(boundary, norm: .l2)
      settle(trial, crossed)
      for row in 0..<trial.count where !crossed[row] {
        walk(trial, boundary, ways, row: row)
      }
    }
    trial.propose()
  }

  /// Notes which rows have crossed a boundary of the real model, and lets them go.
  private func settle(_ trial: Trial, _ crossed: RowRecords<Bool>) {
    if case .surrogate = trial.options.rule { trial.evaluate() }
    var hasAny = false
    for row in 0..<trial.count where trial.reachesGoal(row: row) {
      crossed[row] = true
      hasAny = true
    }
    guard hasAny, trial.options.leavesEarly else { return }
    trial.propose { crossed[$0] }
    trial.dismiss { crossed[$0] }
  }

  private func walk(
    _ trial: Trial, _ boundary: NearestBoundary, _ ways: RowBuffer<Double>, row: Int
  ) {
    let weights = boundary.weights.row(row)
    let columns = ways.columns
    let size = LevelTable.searches.dot(count: columns, weights, weights).squareRoot()
    guard size > 0 else { return }
    let width = trial.threat.width
    let diagonal = width * Double(columns).squareRoot()
    let length = min(boundary.distance(row: row) + Self.excess * width, diagonal)
    let side = boundary.amount(row: row) < 0 ? -1.0 : 1.0
    let way = ways.row(row)
    let iterate = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    for index in 0..<columns {
      way[index] += side * length * (weights[index] / size)
      iterate[index] = origin[index] + (1 + overshoot) * way[index]
    }
    trial.clip(iterate)
    trial.roundToSingle(row: row)
  }
}
