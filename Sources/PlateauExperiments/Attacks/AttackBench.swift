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
  /// Called before each attack, and between its batches, with its name; returns whether to go on.
  let observe: (String) -> Bool
  /// Counts the work that is done, if anyone asks.
  var meter: WorkMeter?

  /// Attacks some examples, each step on those that withstood the steps before.
  ///
  /// - Parameters:
  ///   - steps: At least one.
  ///   - threat: What is allowed.
  ///   - numbers: The examples, in ascending order.
  ///   - targets: The class aimed at in each; nil for an untargeted goal.
  /// - Returns: Their outcomes, in this order.
  /// - Throws: `Interrupted`, and `ExperimentError` of the store.
  func run(
    _ steps: [AttackSequence.Step], within threat: ThreatModel, on numbers: [Int],
    targets: [Int]? = nil
  ) throws -> AttackResult {
    var result = AttackResult.empty(threat, columns: examples.inputs.columns)
    for (index, step) in steps.enumerated() {
      let places = index == 0 ? Array(numbers.indices) : result.survivors
      guard !places.isEmpty else { break }
      let part = try run(
        step, within: threat, on: places.map { numbers[$0] },
        targets: targets.map { targets in places.map { targets[$0] } })
      if index == 0 { result = part } else { result.merge(part, at: places) }
    }
    return result
  }

  private func run(
    _ step: AttackSequence.Step, within threat: ThreatModel, on numbers: [Int], targets: [Int]?
  ) throws -> AttackResult {
    let options = step.options
    let name = "\(step.attack.name), ε \(threat.epsilon)"
    meter?.begin(
      name, work: step.attack.work, plannedFor: examples.count, on: numbers.count)
    defer { meter?.finish() }
    var before = 0
    func fresh(_ missing: [Int]) throws -> AttackResult {
      guard observe(name) else { throw Interrupted() }
      let first = before
      before += missing.count
      let aims = targets.map { targets in
        let places = Dictionary(uniqueKeysWithValues: zip(numbers, targets))
        return missing.map { places[$0] ?? 0 }
      }
      let result = step.attack(
        model, on: examples.selecting(missing), within: threat,
        goal: aims.map { .targeted($0) } ?? .untargeted, options: options, numbers: missing,
        workers: workers,
        progress: meter.map { meter in
          { share in
            meter.advance(
              to: (Double(first) + share * Double(missing.count)) / Double(numbers.count))
          }
        })
      // Before anything is kept.
      if let failure = model.failure { throw failure }
      return result
    }
    guard let stored else { return try fresh(numbers) }
    let parameters = step.attack.parameters + (options.keepsSmallest ? " smallest" : "")
    let key = EvaluationKey(
      model: stored.model, data: stored.data, attack: step.attack.name, parameters: parameters,
      threat: threat, rule: options.rule, precision: options.precision, loss: options.loss,
      leavesEarly: options.leavesEarly, seed: options.seed)
    return try stored.run(key, examples: numbers, targets: targets, body: fresh)
  }
}
