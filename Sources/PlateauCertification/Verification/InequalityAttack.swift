import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// A search for inputs at which all inequalities of a conjunction hold, by projected gradient
/// descent on the one that is furthest from it.
struct InequalityAttack {
  let network: Network<Double>
  let problem: VerificationProblem
  let settings: SplitSettings
  /// The rows that are carried through a layer between two looks at the deadline.
  let rowsBetweenLooks: Int
  /// When to give up: at points found so far.
  let deadline: Deadline
  /// Whether there is one start for each conjunction, and few steps.
  let isShort: Bool

  /// Points that are near to fulfill conjunctions.
  ///
  /// Complete searches begin at ``SplitSettings/restarts`` points for each conjunction; where bounds
  /// are all that is asked for, at one for a few steps, which take no longer than these.
  ///
  /// - Parameters:
  ///   - conjunctions: Those in question.
  ///   - starts: Where to begin, for each of them, besides random corners and points.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: The best point of each start for which all inequalities seem to hold.
  func points(
    _ conjunctions: [Int], starts: [[[Double]]], workers: Workers
  ) -> [[Double]] {
    let (lower, upper) = problem.certainBox
    guard zip(lower, upper).allSatisfy({ $0 <= $1 }), !deadline.hasPassed else { return [] }
    let tasks = conjunctions.enumerated().flatMap { index, conjunction in
      (0..<(isShort ? 1 : settings.restarts)).map { restart in
        (conjunction, restart, restart < starts[index].count ? starts[index][restart] : nil)
      }
    }
    let size = min(32, rowsBetweenLooks)
    let shards = stride(from: 0, to: tasks.count, by: size).map {
      Array(tasks[$0..<min($0 + size, tasks.count)])
    }
    let results = UnsafeMutableBufferPointer<[[Double]]>.allocate(capacity: shards.count)
    results.initialize(repeating: [])
    defer {
      results.deinitialize()
      results.deallocate()
    }
    let evaluators = network.makeEvaluators(
      Double.self, capacity: min(size, tasks.count), count: min(workers.threads, shards.count),
      deadline: deadline)
    let seats = Seats(threads: workers.threads)
    workers.run(tasks: shards.count) { task, thread in
      guard !deadline.hasPassed else { return }
      results[task] = run(shards[task], lower, upper, evaluators[seats.seat(of: thread)])
    }
    return results.flatMap(\.self)
  }

  private func run(
    _ tasks: [(conjunction: Int, restart: Int, start: [Double]?)], _ lower: [Double],
    _ upper: [Double], _ evaluator: any Evaluator<Double>
  ) -> [[Double]] {
    let (width, outputs) = (lower.count, network.architecture.classCount)
    let steps = isShort ? min(10, settings.attackSteps) : settings.attackSteps
    let inputs = RowBuffer<Double>(capacity: tasks.count, columns: width)
    let gradient = RowBuffer<Double>(capacity: tasks.count, columns: width)
    let logits = RowBuffer<Double>(capacity: tasks.count, columns: outputs)
    let cotangents = RowBuffer<Double>(capacity: tasks.count, columns: outputs)
    var exponents = [Int64](repeating: 0, count: tasks.count)
    for (row, task) in tasks.enumerated() {
      var generator = SeededGenerator(
        seed: settings.seed, purpose: "inequality attack",
        index: task.conjunction << 16 + task.restart)
      for column in 0..<width {
        let (low, high) = (lower[column], upper[column])
        let value =
          task.start?[column]
          ?? (task.restart % 2 == 0
            ? generator.uniform(low, high) : generator.below(2) == 0 ? low : high)
        inputs[row, column] = min(max(value, low), high)
      }
      project(inputs.row(row))
    }
    var best = tasks.map { _ in (gap: Double.infinity, point: [Double]()) }
    for step in 0...steps {
      evaluator.forward(inputs, rule: .stable, into: logits)
      if deadline.hasPassed { break }
      for (row, task) in tasks.enumerated() {
        let (gap, worst) = furthest(logits.row(row), task.conjunction)
        if gap < best[row].gap {
          best[row] = (gap, Array(UnsafeBufferPointer(start: inputs.row(row), count: width)))
        }
        cotangents.row(row).clear(count: outputs)
        for term in worst?.terms ?? [] { cotangents[row, term.output] += term.coefficient }
        exponents[row] = 0
      }
      if step == steps || best.contains(where: { $0.gap < 0 }) { break }
      evaluator.pullBack(cotangents, exponents: &exponents, into: gradient)
      if deadline.hasPassed { break }
      let part = 1 - Double(step) / Double(steps)
      for row in tasks.indices {
        move(inputs.row(row), gradient.row(row), lower, upper, part: 0.25 * part + 0.005)
      }
    }
    return best.filter { $0.gap <= 0 }.map(\.point)
  }

  /// How far a conjunction is from holding, and the inequality that is furthest.
  private func furthest(
    _ outputs: UnsafePointer<Double>, _ conjunction: Int
  ) -> (gap: Double, worst: OutputInequality?) {
    var result: (gap: Double, worst: OutputInequality?) = (-.infinity, nil)
    for inequality in problem.conjunctions[conjunction] {
      let gap = inequality.gap(outputs)
      if gap > result.gap { result = (gap, inequality) }
    }
    return result
  }

  /// A step against the gradient: of the same part of each side of the box, or of the ball.
  private func move(
    _ point: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>, _ lower: [Double],
    _ upper: [Double], part: Double
  ) {
    if case .ball(_, let threat) = problem.region, !threat.ball.isBox {
      var way = Array(UnsafeBufferPointer(start: gradient, count: lower.count))
      threat.ball.normalize(&way, count: way.count)
      guard way.allSatisfy(\.isFinite) else { return }
      let step = part * threat.epsilon
      for column in lower.indices {
        point[column] = min(max(point[column] - step * way[column], lower[column]), upper[column])
      }
    } else {
      for column in lower.indices where gradient[column] != 0 {
        let step = 0.5 * part * (upper[column] - lower[column])
        let next = point[column] - (gradient[column] > 0 ? step : -step)
        point[column] = min(max(next, lower[column]), upper[column])
      }
    }
    project(point)
  }

  /// Moves a point into a ball that is no box, with some room for rounding.
  private func project(_ point: UnsafeMutablePointer<Double>) {
    guard case .ball(let center, let threat) = problem.region, !threat.ball.isBox else { return }
    threat.ball.confine(
      point, around: center, radius: threat.epsilon * (1 - 0x1p-40), count: center.count)
  }
}

extension OutputInequality {
  /// The sum less the lower end of the bound, rounded to nearest.
  func gap(_ outputs: UnsafePointer<Double>) -> Double {
    terms.reduce(-bound.lowerBound) { $0 + $1.coefficient * outputs[$1.output] }
  }
}
