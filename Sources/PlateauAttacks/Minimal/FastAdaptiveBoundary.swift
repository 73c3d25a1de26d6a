import PlateauNumerics
import PlateauRobustness
import RealModule

/// Steps onto the nearest boundary of the linearized model in the box, biased to the example, and
/// back towards it after each success.
///
/// Each step projects both the iterate and the example onto the linearized boundary, goes η times
/// these ways and mixes the ends; what is adversarial is then drawn back to β of its distance. With
/// `targets` there is a start for each of the classes that are the strongest on the example after
/// its label, and only the boundary with that class counts; success is still leaving the label. The
/// iterates know nothing of epsilon: only what is proposed does.
///
/// Where the smallest perturbation is kept, three steps of the secant rule between the example and
/// the closest point found end each start.
///
/// Sources: F. Croce and M. Hein, "Minimally distorted Adversarial Examples with a Fast Adaptive
/// Boundary Attack", 2020, section 2; the targeted version and its 9 targets are of "Reliable
/// evaluation of adversarial robustness with an ensemble of diverse parameter-free attacks", 2020.
public struct FastAdaptiveBoundary: Attack {
  /// `fab`, or `fab-t` with targets.
  public var name: String { targets == nil ? "fab" : "fab-t" }
  /// Steps, targets, restarts, the largest bias, and how far steps go and are drawn back.
  public var parameters: String {
    "steps=\(steps)" + (targets.map { " targets=\($0)" } ?? "")
      + " restarts=\(restarts) bias=\(largestBias) overshoot=\(overshoot) return=\(retreat)"
  }
  /// A start for each restart and target.
  public var starts: Int { restarts * (targets ?? 1) }
  /// The steps of each start, at least 1.
  public let steps: Int
  /// The number of targets; nil to look for the nearest boundary of all.
  public let targets: Int?
  /// The restarts for each target; all but the first are random.
  public let restarts: Int
  /// The largest weight of the way from the example, α_max, in `0...1`.
  public let largestBias: Double
  /// How many times the way to the boundary is gone, η, at least 1.
  public let overshoot: Double
  /// The share of its distance to which an adversarial point is drawn back, β, in `0...1`.
  public let retreat: Double

  /// Creates the attack.
  ///
  /// - Precondition: the numbers lie in their ranges.
  public init(
    steps: Int = 100, targets: Int? = nil, restarts: Int = 1, largestBias: Double = 0.1,
    overshoot: Double = 1.05, retreat: Double = 0.9
  ) {
    precondition(steps >= 1 && restarts >= 1 && targets ?? 1 >= 1, "numbers are positive")
    precondition((0...1).contains(largestBias) && (0...1).contains(retreat), "these are shares")
    precondition(overshoot >= 1 && overshoot.isFinite, "the overshoot is at least 1")
    self.steps = steps
    self.targets = targets
    self.restarts = restarts
    self.largestBias = largestBias
    self.overshoot = overshoot
    self.retreat = retreat
  }

  /// What has been found of a row.
  struct Found: BitwiseCopyable {
    /// The distance of the closest adversarial point; infinite before any.
    var distance = Double.infinity
    /// The margin of the example.
    var marginOfExample = 0.0
    /// Whether the latest iterate is the closest point, and inside the ball.
    var isLatest = false
  }

  /// The buffers kept for the rows.
  struct Memory {
    let boundary: NearestBoundary
    /// The class of the boundary, with targets.
    let aims: RowRecords<Int>?
    let ways: RowBuffer<Double>
    let waysOfOrigin: RowBuffer<Double>
    /// The closest adversarial point of the start.
    let closest: RowBuffer<Double>
    let found: RowRecords<Found>

    init(_ trial: Trial, isAimed: Bool) {
      let columns = trial.iterates.columns
      boundary = NearestBoundary(trial)
      aims = isAimed ? trial.records("aims", initially: 0) : nil
      ways = trial.vectors("ways", columns: columns)
      waysOfOrigin = trial.vectors("ways of origins", columns: columns)
      closest = trial.vectors("closest", columns: columns)
      found = trial.records("found", initially: Found())
    }
  }

  /// Searches along one boundary, or the nearest of all, and proposes what is adversarial.
  public func search(_ trial: Trial, start: Int) {
    guard trial.hasInputGradient else { return trial.propose() }
    let number = start / restarts
    let isAimed = targets != nil && !trial.isTargeted
    // A targeted goal leaves no choice of boundaries.
    guard number < (isAimed ? trial.classCount - 1 : 1) else { return }
    let memory = Memory(trial, isAimed: isAimed)
    if let aims = memory.aims { aim(trial, aims, number) }
    if start % restarts > 0 { scatter(trial) }
    for row in 0..<trial.count { memory.found[row].distance = .infinity }
    for _ in 0..<steps where trial.count > 0 {
      trial.linearize(memory.boundary, norm: trial.threat.norm, towards: memory.aims)
      for row in 0..<trial.count { step(trial, memory, row: row) }
      settle(trial, memory)
    }
    finish(trial, memory)
  }

  /// Chooses the class that is number `number` in strength on the example after its label.
  private func aim(_ trial: Trial, _ aims: RowRecords<Int>, _ number: Int) {
    trial.evaluate()
    for row in 0..<trial.count {
      let scores = trial.logits.row(row)
      let label = trial.label(row: row)
      for candidate in 0..<trial.classCount where candidate != label {
        var stronger = 0
        for other in 0..<trial.classCount where other != label && other != candidate {
          let isStronger =
            scores[other] > scores[candidate]
            || (scores[other] == scores[candidate] && other < candidate)
          stronger += isStronger ? 1 : 0
        }
        if stronger == number { aims[row] = candidate }
      }
    }
  }

  /// Moves every iterate half epsilon away in a random direction.
  private func scatter(_ trial: Trial) {
    let columns = trial.iterates.columns
    for row in 0..<trial.count {
      let iterate = trial.iterates.row(row)
      trial.withGenerator(row: row) { generator in
        _ = trial.threat.ball.drawDirection(into: iterate, count: columns, using: &generator)
      }
      let size = trial.threat.ball.length(of: iterate, count: columns)
      let factor = size > 0 ? trial.threat.epsilon / (2 * size) : 0
      let origin = trial.origins.row(row)
      for index in 0..<columns { iterate[index] = origin[index] + factor * iterate[index] }
      trial.clip(iterate)
    }
  }

  private func step(_ trial: Trial, _ memory: Memory, row: Int) {
    let columns = trial.iterates.columns
    let iterate = trial.iterates.row(row)
    let origin = trial.origins.row(row)
    let weights = memory.boundary.weights.row(row)
    let amount = memory.boundary.amount(row: row)
    let kernels = LevelTable.searches
    let amountOfOrigin =
      amount + kernels.dotOfDifference(count: columns, iterate, minus: origin, weights)
    let ball = trial.threat.ball
    let way = memory.ways.row(row)
    let wayOfOrigin = memory.waysOfOrigin.row(row)
    // Lengths of 0 have no ratio.
    let least = 1e-8 * trial.threat.width
    let length = max(
      least,
      ball.moveToPlane(
        from: iterate, weights: weights, amount: amount, box: trial.threat.bounds, count: columns,
        into: way))
    let lengthOfOrigin = max(
      least,
      ball.moveToPlane(
        from: origin, weights: weights, amount: amountOfOrigin, box: trial.threat.bounds,
        count: columns, into: wayOfOrigin))
    let bias = min(length / (length + lengthOfOrigin), largestBias)
    kernels.advanceBetween(
      count: columns, point: iterate, way: way, origin: origin, wayOfOrigin: wayOfOrigin,
      bias: bias, overshoot: overshoot, lower: trial.threat.bounds.lowerBound,
      upper: trial.threat.bounds.upperBound)
  }

  /// Proposes the adversarial iterates that are close enough, and draws back all adversarial ones.
  private func settle(_ trial: Trial, _ memory: Memory) {
    trial.evaluate()
    let columns = trial.iterates.columns
    keepClosest(trial, memory)
    if trial.options.leavesEarly { trial.propose { memory.found[$0].isLatest } }
    for row in 0..<trial.count where trial.reachesGoal(row: row) {
      let iterate = trial.iterates.row(row)
      let origin = trial.origins.row(row)
      for index in 0..<columns {
        iterate[index] = origin[index] + (iterate[index] - origin[index]) * retreat
      }
    }
  }

  func distance(_ trial: Trial, row: Int) -> Double {
    trial.threat.ball.distance(
      from: trial.iterates.row(row), to: trial.origins.row(row), count: trial.iterates.columns)
  }
}
