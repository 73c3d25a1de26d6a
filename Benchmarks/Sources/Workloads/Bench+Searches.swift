import Plateau

extension Bench {
  /// Ninety pairs of the first image of each digit and another class, with the peer's objective.
  ///
  /// Iterations are evaluations of the objective and its gradient: at least one for each step.
  func lbfgs(_ network: Network<Float>) -> Measurement {
    let classes = 10
    let sources = (0..<classes).compactMap { digit in
      digits.test.labels.firstIndex(of: digit)
    }
    let numbers = sources.flatMap { Array(repeating: $0, count: classes - 1) }
    let examples = digits.test.selecting(numbers)
    let targets = examples.labels.enumerated().map { row, label in
      (label + 1 + row % (classes - 1)) % classes
    }
    let attack = LimitedMemoryBFGS(searchSteps: 1)
    let threat = ThreatModel(norm: .l2, epsilon: 28)
    let options = AttackOptions(rule: .naive, precision: .float, keepsSmallest: true)
    var iterations = 0
    var successes = 0
    var measurement = Measurement {
      let result = attack(
        network, on: examples, within: threat, goal: .targeted(targets), options: options,
        numbers: Array(0..<examples.count), workers: workers)
      iterations = result.outcomes.reduce(0) { $0 + $1.iterations }
      successes = result.successes
    }
    measurement.details = [
      "pairs": Double(examples.count), "iterations": Double(iterations),
      "successes": Double(successes),
      "iterationsPerSecond": Double(iterations) / measurement.seconds,
    ]
    return measurement
  }

  /// The standard suite on a thousand images, naive in Float, with the published budgets.
  func autoAttack(_ network: Network<Float>) -> Measurement {
    let examples = digits.test.prefix(1000)
    let suite = AttackSequence(
      AttackSuite.standard(options: AttackOptions(rule: .naive, precision: .float)))
    var robustAccuracy = 0.0
    var measurement = Measurement {
      robustAccuracy =
        suite(
          network, on: examples, within: ThreatModel(norm: .lInfinity, epsilon: 0.1),
          workers: workers
        ).robustAccuracy
    }
    measurement.details = ["robustAccuracy": robustAccuracy]
    return measurement
  }
}
