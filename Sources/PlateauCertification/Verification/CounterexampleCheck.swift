import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Tells whether a point is a counterexample, beyond doubt.
///
/// The network is evaluated with ends that are rounded outwards; what was not rounded stays exact.
/// A point counts only if it lies in the smallest region, and if the inequalities of a conjunction
/// hold at the far ends. Of an input that is fixed at a number beyond double precision both neighbors
/// and all between them are taken. Convolutions, averages and normalizations are first bounded by
/// errors in proportion to magnitudes; where that leaves the question open they are summed without an
/// error that can be avoided, so that an output that is exactly 0 is known to be. What is still open then is
/// decided in rational arithmetic, for networks of linear maps and rectifiers.
final class CounterexampleCheck {
  let stages: [IntervalStage]
  let problem: VerificationProblem
  /// When to give up: no point is a counterexample then.
  let deadline: Deadline
  private lazy var pass = IntervalPass(stages, capacity: 1)

  /// Prepares the check.
  init(stages: [IntervalStage], problem: VerificationProblem, deadline: Deadline = .never) {
    self.stages = stages
    self.problem = problem
    self.deadline = deadline
  }

  /// A conjunction that holds at a point.
  struct Finding {
    let conjunction: Int
    /// How far it is from holding, at most: not above 0.
    let margin: Double
  }

  /// What certainly holds at a point; nil where nothing does, or the time is up.
  func finding(at point: [Double]) -> Finding? {
    guard isInside(point) else { return nil }
    for isExact in [false, true] {
      guard let outputs = outputs(at: point, isExact: isExact) else { return nil }
      let excesses = problem.conjunctions.map { conjunction in
        conjunction.map { inequality in
          var sum = DirectedSum()
          for term in inequality.terms { sum.add(term.coefficient, times: outputs[term.output]) }
          sum.add(-inequality.bound.lowerBound, -inequality.bound.lowerBound)
          return (sum: sum, isStrict: inequality.isStrict)
        }
      }
      func holds(_ excess: Double, _ isStrict: Bool) -> Bool {
        isStrict ? excess < 0 : excess <= 0
      }
      let found = excesses.firstIndex { $0.allSatisfy { holds($0.sum.upper, $0.isStrict) } }
      if let found {
        let margin = excesses[found].reduce(-.infinity) { max($0, $1.sum.upper) }
        return Finding(conjunction: found, margin: margin)
      }
      // Only where ends on both sides of a bound leave it open there is more to know.
      guard excesses.contains(where: { $0.allSatisfy { holds($0.sum.lower, $0.isStrict) } }) else {
        return nil
      }
    }
    return exactFinding(at: point)
  }

  /// What holds at a point in rational arithmetic; nil where nothing does, or where it is not decided so.
  private func exactFinding(at point: [Double]) -> Finding? {
    guard problem.fixed.isEmpty,
      let outputs = ExactNetwork(stages: stages, deadline: deadline)
        .outputs(at: point.map(Rational.init))
    else { return nil }
    for (index, conjunction) in problem.conjunctions.enumerated() {
      let excesses = conjunction.map { inequality in
        let sum = inequality.terms.reduce(-Rational(inequality.bound.lowerBound)) {
          $0 + Rational($1.coefficient) * outputs[$1.output]
        }
        return (sum: sum, isStrict: inequality.isStrict)
      }
      guard excesses.allSatisfy({ $0.isStrict ? $0.sum < 0 : $0.sum <= 0 }) else { continue }
      return Finding(
        conjunction: index, margin: excesses.reduce(-.infinity) { max($0, $1.sum.nearest) })
    }
    return nil
  }

  /// Whether a point certainly lies in the region.
  func isInside(_ point: [Double]) -> Bool {
    let (lower, upper) = problem.certainBox
    guard point.indices.allSatisfy({ lower[$0] <= point[$0] && point[$0] <= upper[$0] }) else {
      return false
    }
    guard case .ball(let center, let threat) = problem.region, !threat.ball.isBox else {
      return true
    }
    let changes = zip(point, center).map { x, c in
      let change = DirectedSum.sum(x, -c)
      return max(change.lower.magnitude, change.upper.magnitude)
    }
    return threat.ball.certainlyContains(changes, radius: threat.epsilon)
  }

  /// Where the outputs lie at a point.
  ///
  /// - Parameters:
  ///   - point: An input.
  ///   - isExact: Whether every sum is as exact as can be, which takes longer.
  /// - Returns: An interval for each output; nil where the time was up.
  func outputs(at point: [Double], isExact: Bool = true) -> [DirectedSum]? {
    var values: [[DirectedSum]] = [point.indices.map { problem.values(of: $0, at: point) }]
    for stage in stages {
      guard let made = apply(stage, values, isExact)?.map(\.known) else { return nil }
      values.append(
        stage.activation.map { activation in
          made.map {
            let range = activation.range(over: $0.lower, $0.upper)
            return DirectedSum(lower: range.lower, upper: range.upper)
          }
        } ?? made)
    }
    return values[values.count - 1]
  }

  private func apply(
    _ stage: IntervalStage, _ values: [[DirectedSum]], _ isExact: Bool
  ) -> [DirectedSum]? {
    if deadline.hasPassed { return nil }
    switch stage.arithmetic {
    case .channels:
      let channels = stage.output.channels
      return values[stage.source].enumerated().map { index, value in
        stage.affine?.enclosure(index % channels, value) ?? value
      }
    case .exact, .copies, .pairs: return sums(stage, values)
    case .averages, .differences, .products:
      return isExact || stage.isDense ? sums(stage, values) : bound(stage, values)
    case nil: return bound(stage, values)
    }
  }

  /// The sums of a linear map, term by term.
  private func sums(_ stage: IntervalStage, _ values: [[DirectedSum]]) -> [DirectedSum]? {
    guard let map = stage.map else { return nil }
    let isDivided =
      switch stage.arithmetic {
      case .averages, .differences: true
      case nil, .exact, .copies, .pairs, .products, .channels: false
      }
    var result: [DirectedSum] = []
    result.reserveCapacity(stage.outputs)
    for unit in 0..<stage.outputs {
      if unit % 16 == 0, deadline.hasPassed { return nil }
      var sum = DirectedSum(stage.affine(channel: unit % stage.output.channels).bias)
      map.forEachTerm(of: unit) { part, input, weight in
        let value = values[stage.sources[part]][input]
        if weight == 1 { sum.add(value.lower, value.upper) } else { sum.add(weight, times: value) }
      }
      let divisor = DirectedSum(Double(map.map.divisor(of: unit)))
      result.append(isDivided ? sum.divided(by: divisor) : sum)
    }
    return result
  }

  /// By interval arithmetic, whose errors are proportional to magnitudes.
  private func bound(_ stage: IntervalStage, _ values: [[DirectedSum]]) -> [DirectedSum] {
    for source in stage.sources {
      for (place, bounds) in values[source].enumerated() {
        pass.boxes[source].lower[place] = bounds.lower
        pass.boxes[source].upper[place] = bounds.upper
      }
    }
    let target = pass.boxes[stage.value]
    pass.restart(rows: 1)
    pass.apply(stage, to: pass.boxes, into: target, rows: 1)
    let isLost = pass.isLost[0]
    return (0..<stage.outputs).map { unit in
      isLost
        ? DirectedSum(lower: -.infinity, upper: .infinity)
        : DirectedSum(lower: target.lower[unit], upper: target.upper[unit])
    }
  }
}
