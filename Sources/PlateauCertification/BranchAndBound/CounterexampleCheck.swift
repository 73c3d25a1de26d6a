import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Tells whether a point is a counterexample, beyond doubt.
///
/// The network is evaluated with ends that are rounded outwards; what was not rounded stays exact.
/// A point counts only if it lies in the smallest region, and if the inequalities of a conjunction
/// hold at the far ends. Of an input that is fixed at a number beyond double precision both neighbors
/// and all between them are taken.
struct CounterexampleCheck {
  let stages: [IntervalStage]
  let problem: VerificationProblem

  /// The conjunction that certainly holds at a point; nil where there is none.
  func conjunction(at point: [Double]) -> Int? {
    guard isInside(point) else { return nil }
    let outputs = outputs(at: point)
    return problem.conjunctions.firstIndex { conjunction in
      conjunction.allSatisfy { inequality in
        var sum = DirectedSum()
        for term in inequality.terms { sum.add(term.coefficient, times: outputs[term.output]) }
        return sum.upper <= inequality.bound.lowerBound
      }
    }
  }

  /// Whether a point certainly lies in the region.
  func isInside(_ point: [Double]) -> Bool {
    let (lower, upper) = problem.certainBox
    guard point.indices.allSatisfy({ lower[$0] <= point[$0] && point[$0] <= upper[$0] }) else {
      return false
    }
    guard case .ball(let center, let threat) = problem.region, threat.norm == .l2 else {
      return true
    }
    var square = DirectedSum()
    for (x, c) in zip(point, center) {
      let change = DirectedSum.sum(x, -c)
      let size = max(change.lower.magnitude, change.upper.magnitude)
      square.add(0, DirectedSum.product(size, size).upper)
    }
    return square.upper <= DirectedSum.product(threat.epsilon, threat.epsilon).lower
  }

  /// Where the outputs lie at a point.
  func outputs(at point: [Double]) -> [DirectedSum] {
    var values: [[DirectedSum]] = [point.indices.map { problem.values(of: $0, at: point) }]
    for stage in stages {
      let made = apply(stage, values).map(\.known)
      values.append(
        stage.activation.map { activation in
          made.map {
            DirectedSum(
              lower: activation.lower(at: $0.lower), upper: activation.upper(at: $0.upper))
          }
        } ?? made)
    }
    return values[values.count - 1]
  }

  private func apply(_ stage: IntervalStage, _ values: [[DirectedSum]]) -> [DirectedSum] {
    let source = values[stage.source]
    switch stage.operation {
    case .dense(let weights):
      return weights.weights.withUnsafeBufferPointer { rows in
        (0..<stage.outputs).map { unit in
          var sum = DirectedSum(weights.biases[unit])
          for (index, value) in source.enumerated() {
            sum.add(rows[unit * stage.inputs + index], times: value)
          }
          return sum
        }
      }
    case .copy: return source
    case .add(let other):
      return zip(source, values[other]).map { one, two in
        var sum = one
        sum.add(two.lower, two.upper)
        return sum
      }
    default: return bound(stage, values)
    }
  }

  /// By interval arithmetic, whose errors are proportional to magnitudes.
  private func bound(_ stage: IntervalStage, _ values: [[DirectedSum]]) -> [DirectedSum] {
    let pass = IntervalPass(stages, capacity: 1)
    for (index, value) in values.enumerated() {
      for (place, bounds) in value.enumerated() {
        pass.boxes[index].lower[place] = bounds.lower
        pass.boxes[index].upper[place] = bounds.upper
      }
    }
    let target = pass.boxes[stage.value]
    pass.apply(stage, to: pass.boxes, into: target, rows: 1)
    let isLost = pass.isLost[0]
    return (0..<stage.outputs).map { unit in
      isLost
        ? DirectedSum(lower: -.infinity, upper: .infinity)
        : DirectedSum(lower: target.lower[unit], upper: target.upper[unit])
    }
  }
}
