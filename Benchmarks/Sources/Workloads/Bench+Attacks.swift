import Plateau

extension Bench {
  /// Steps of a tenth of epsilon in Float with naive gradients, as the peers take them.
  ///
  /// Examples that are misclassified from the start are never attacked, whatever the options; the
  /// details say how many steps of examples were taken, of 400,000.
  func attack(_ network: Network<Float>, leavesEarly: Bool) -> Measurement {
    let attack = ProjectedGradientDescent(steps: 40, restarts: 1, relativeStep: 0.1)
    let options = AttackOptions(rule: .naive, precision: .float, leavesEarly: leavesEarly)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    var steps = 0
    var robustAccuracy = 0.0
    var measurement = Measurement {
      let result = attack(
        network, on: digits.test, within: threat, options: options, workers: workers)
      steps = result.outcomes.reduce(0) { $0 + $1.iterations }
      robustAccuracy = result.robustAccuracy
    }
    let share = Double(steps) / Double(attack.steps * digits.test.count)
    measurement.details = ["shareOfSteps": share, "robustAccuracy": robustAccuracy]
    return measurement
  }
}
