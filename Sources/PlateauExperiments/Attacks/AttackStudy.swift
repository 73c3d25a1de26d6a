public import PlateauAttacks
public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

/// Runs attacks on a network and puts their results on record.
public struct AttackStudy: Sendable {
  /// One attack with its record.
  public struct Finding: Sendable {
    /// The summary.
    public let record: AttackRecord
    /// What became of each example; for several targets the first success.
    public let result: AttackResult
  }

  private let network: Network<Double>
  private let examples: Examples
  private let workers: Workers
  private let softnesses: [Double]

  /// Prepares attacks on some examples.
  ///
  /// - Parameters:
  ///   - network: The network under attack.
  ///   - examples: The examples to perturb; at least one.
  ///   - workers: The threads; results do not depend on their number.
  /// - Throws: `ExperimentError` where the examples do not fit the network.
  public init(
    _ network: Network<Double>, on examples: Examples, workers: Workers
  ) throws(ExperimentError) {
    try Self.check(network.architecture, examples)
    self.network = network
    self.examples = examples
    self.workers = workers
    softnesses = SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: workers)
  }

  /// Checks that examples fit a network.
  static func check(
    _ architecture: Architecture, _ examples: Examples
  ) throws(ExperimentError) {
    guard examples.count > 0 else {
      throw ExperimentError(
        .mismatch, "There are no examples in this part of the data. Choose the other split.")
    }
    guard examples.shape.count == architecture.input.count else {
      throw ExperimentError(
        .mismatch,
        "The examples are \(examples.shape), \(examples.shape.count) values each, but the network "
          + "\(architecture.summary) takes \(architecture.input.count). Give data of this size.")
    }
    guard examples.classCount <= architecture.classCount else {
      throw ExperimentError(
        .mismatch,
        "The examples have \(examples.classCount) classes, but the network \(architecture.summary) "
          + "has \(architecture.classCount). Give data with its classes.")
    }
  }

  /// Runs every attack of a plan.
  ///
  /// - Parameters:
  ///   - plan: The attacks.
  ///   - observe: Called after each attack.
  /// - Returns: One finding for each attack, in order.
  public func run(_ plan: AttackPlan, _ observe: (AttackRecord) -> Void = { _ in }) -> [Finding] {
    plan.kinds.map { kind in
      let finding = run(kind, plan)
      observe(finding.record)
      return finding
    }
  }

  private func run(_ kind: AttackPlan.Kind, _ plan: AttackPlan) -> Finding {
    let attack: any Attack =
      switch kind {
      case .fgsm: FastGradientSign()
      case .pgd:
        ProjectedGradientDescent(
          steps: plan.steps, restarts: plan.restarts, relativeStep: plan.relativeStep,
          decays: plan.decays)
      }
    let clock = ContinuousClock()
    let begin = clock.now
    let result = result(of: attack, plan)
    var record = AttackRecord(attack.name, plan, result, softnesses: softnesses)
    record.seconds = (clock.now - begin) / .seconds(1)
    if kind == .fgsm {
      record.steps = nil
      record.restarts = nil
    }
    return Finding(record: record, result: result)
  }

  private func result(of attack: any Attack, _ plan: AttackPlan) -> AttackResult {
    let goals = goals(plan.targets)
    var result = run(attack, plan, goals[0])
    // An example withstands several targets if it withstands each.
    for goal in goals.dropFirst() {
      result.formUnion(run(attack, plan, goal))
    }
    return result
  }

  private func run(_ attack: any Attack, _ plan: AttackPlan, _ goal: AttackGoal) -> AttackResult {
    var options = AttackOptions(
      precision: plan.precision, loss: plan.loss, leavesEarly: plan.leavesEarly, seed: plan.seed)
    switch plan.gradient {
    case .rule(let rule):
      options.rule = rule
      return attack(
        network, on: examples, within: plan.threat, goal: goal, options: options, workers: workers)
    case .sweep:
      return SoftnessSweep(attack, softnesses: softnesses)(
        network, on: examples, within: plan.threat, goal: goal, options: options,
        workers: workers)
    }
  }

  private func goals(_ choice: TargetChoice?) -> [AttackGoal] {
    let classes = network.architecture.classCount
    func shifted(_ offset: Int) -> AttackGoal {
      .targeted(examples.labels.map { ($0 + offset) % classes })
    }
    switch choice {
    case nil: return [.untargeted]
    case .next: return [shifted(1)]
    case .all: return (1..<classes).map(shifted)
    case .leastLikely: return [.targeted(leastLikelyClasses())]
    }
  }

  /// The class with the smallest logit, but never the true one.
  private func leastLikelyClasses() -> [Int] {
    let logits = network.logits(of: examples.inputs.converted(), workers: workers)
    return examples.labels.enumerated().map { row, label in
      let scores = Array(logits.row(row))
      return scores.indices.filter { $0 != label }.min { scores[$0] < scores[$1] } ?? label
    }
  }
}
