import PlateauAttacks
import PlateauData
import PlateauNumerics
import PlateauRobustness

/// Runs attacks on numbered examples of one model, through a store if there is one.
struct AttackBench {
  /// An attack was stopped by whoever watches it.
  struct Interrupted: Error {}

  let model: any AttackableModel
  let examples: Examples
  let workers: Workers
  let stored: StoredEvaluation?
  /// Called before each attack with its name; returns whether to go on.
  let observe: (String) -> Bool

  /// Attacks some examples.
  ///
  /// - Parameters:
  ///   - attack: The attack.
  ///   - options: How it computes.
  ///   - threat: What is allowed.
  ///   - numbers: The examples, in ascending order.
  /// - Returns: Their outcomes, in this order.
  /// - Throws: `Interrupted`, and `ExperimentError` of the store.
  func run(
    _ attack: any Attack, _ options: AttackOptions, within threat: ThreatModel,
    on numbers: [Int]
  ) throws -> AttackResult {
    guard observe("\(attack.name), ε \(threat.epsilon)") else { throw Interrupted() }
    func fresh(_ numbers: [Int]) -> AttackResult {
      attack(
        model, on: examples.selecting(numbers), within: threat, options: options,
        numbers: numbers, workers: workers)
    }
    guard let stored else { return fresh(numbers) }
    let key = EvaluationKey(
      model: stored.model, data: stored.data, attack: attack.name, parameters: attack.parameters,
      threat: threat, rule: options.rule, precision: options.precision, loss: options.loss,
      leavesEarly: options.leavesEarly, seed: options.seed)
    return try stored.run(key, examples: numbers) { missing in
      guard observe("\(attack.name), ε \(threat.epsilon)") else { throw Interrupted() }
      return fresh(missing)
    }
  }
}
