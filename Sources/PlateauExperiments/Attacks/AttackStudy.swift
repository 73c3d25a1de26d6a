public import PlateauAttacks
public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Runs attacks on a model and puts their results on record.
public struct AttackStudy: Sendable {
  /// One attack with its record.
  public struct Finding: Sendable {
    /// The summary.
    public let record: AttackRecord
    /// What became of each example; for several targets the first success.
    public let result: AttackResult
  }

  private let name: String
  private let model: any AttackableModel
  private let network: Network<Double>?
  private let examples: Examples
  private let workers: Workers
  private let stored: StoredEvaluation?
  private let softnesses = FoundSoftnesses()

  /// Prepares attacks on some examples.
  ///
  /// - Parameters:
  ///   - subject: The model under attack.
  ///   - examples: The examples to perturb; at least one.
  ///   - stored: Where outcomes are kept, and found again; nil keeps nothing.
  ///   - workers: The threads; results do not depend on their number.
  /// - Throws: `ExperimentError` where the examples do not fit the model.
  public init(
    _ subject: AuditSubject, on examples: Examples, stored: StoredEvaluation? = nil,
    workers: Workers
  ) throws(ExperimentError) {
    if let network = subject.network {
      try Self.check(network.architecture, examples)
    } else {
      try Self.check(subject.model, called: subject.name, examples)
    }
    name = subject.name
    model = subject.model
    network = subject.network
    self.examples = examples
    self.stored = stored
    self.workers = workers
  }

  /// Prepares attacks on a network.
  public init(
    _ network: Network<Double>, on examples: Examples, stored: StoredEvaluation? = nil,
    workers: Workers
  ) throws(ExperimentError) {
    try self.init(
      AuditSubject(network, name: "network"), on: examples, stored: stored, workers: workers)
  }

  /// What the model says of the examples themselves.
  public func decisions() -> Decisions {
    Decisions(of: model, on: examples.inputs, labels: examples.labels, workers: workers)
  }

  /// Checks that examples fit a network.
  static func check(
    _ architecture: Architecture, _ examples: Examples
  ) throws(ExperimentError) {
    try check(
      inputs: architecture.input.count, classes: architecture.classCount,
      called: "the network \(architecture.summary)", examples)
  }

  /// Checks that examples fit a model of any kind.
  static func check(
    _ model: any AttackableModel, called name: String, _ examples: Examples
  ) throws(ExperimentError) {
    try check(
      inputs: model.inputShape.count, classes: model.classCount, called: "the model \(name)",
      examples)
  }

  private static func check(
    inputs: Int, classes: Int, called name: String, _ examples: Examples
  ) throws(ExperimentError) {
    guard examples.count > 0 else {
      throw ExperimentError(
        .mismatch, "There are no examples in this part of the data. Choose the other split.")
    }
    guard examples.shape.count == inputs else {
      throw ExperimentError(
        .mismatch,
        "The examples are \(examples.shape), \(examples.shape.count) values each, but \(name) "
          + "takes \(inputs). Give data of this size.")
    }
    guard examples.classCount <= classes else {
      throw ExperimentError(
        .mismatch,
        "The examples have \(examples.classCount) classes, but \(name) "
          + "has \(classes). Give data with its classes.")
    }
  }

  /// Runs every attack of a plan.
  ///
  /// - Parameters:
  ///   - plan: The attacks.
  ///   - meter: Counts the work that is done.
  ///   - observe: Called before each attack, and between its batches, with its name; returning false
  ///     stops.
  /// - Returns: One finding for each attack, in order; nil if it was stopped.
  /// - Throws: `ExperimentError` where the store fails, and what the model failed by.
  public func run(
    _ plan: AttackPlan, meter: WorkMeter? = nil,
    _ observe: @escaping (String) -> Bool = { _ in true }
  ) throws -> [Finding]? {
    try checkGradients(of: plan)
    let bench = AttackBench(
      model: model, examples: examples, workers: workers, stored: stored, observe: observe,
      meter: meter)
    if let meter {
      for kind in plan.kinds {
        let work = steps(of: kind, plan).steps.reduce(0) { $0 + $1.attack.work }
        let goals = plan.targets == .all ? model.classCount - 1 : 1
        meter.plan(work * Double(examples.count * goals))
      }
    }
    do {
      if let failure = model.failure { throw failure }
      return try plan.kinds.map { try run($0, plan, bench) }
    } catch is AttackBench.Interrupted {
      return nil
    }
  }

  /// Refuses attacks along gradients of a model without any.
  private func checkGradients(of plan: AttackPlan) throws(ExperimentError) {
    guard let kind = plan.kinds.first(where: \.usesGradients), !model.hasInputGradient else {
      return
    }
    let others = AttackPlan.Kind.allCases.filter { !$0.usesGradients }.map(\.rawValue)
    throw ExperimentError(
      .mismatch,
      "\(kind.rawValue) follows gradients, but '\(name)' only answers queries. Attacks by queries: "
        + "\(others.joined(separator: ", ")).")
  }

  private func run(
    _ kind: AttackPlan.Kind, _ plan: AttackPlan, _ bench: AttackBench
  ) throws -> Finding {
    let clock = ContinuousClock()
    let begin = clock.now
    let (steps, softnesses) = steps(of: kind, plan)
    let goals = goals(plan.targets)
    let numbers = Array(0..<examples.count)
    var result = try bench.run(steps, within: plan.threat, on: numbers, targets: goals[0])
    var pairSuccesses = result.successes
    // An example withstands several targets if it withstands each.
    for goal in goals.dropFirst() {
      let part = try bench.run(steps, within: plan.threat, on: numbers, targets: goal)
      pairSuccesses += part.successes
      result.formUnion(part)
    }
    var record = AttackRecord(kind, plan, result, softnesses: softnesses)
    record.seconds = (clock.now - begin) / .seconds(1)
    if plan.targets != nil {
      record.pairs = goals.count * result.outcomes.count { !$0.isMisclassified }
      record.pairSuccesses = pairSuccesses
    }
    record.steps = kind.steps.map { plan.steps ?? $0 }
    record.restarts = kind.restarts.map { plan.restarts ?? $0 }
    return Finding(record: record, result: result)
  }

  /// The attacks that a kind stands for, and the softnesses of those that have any.
  private func steps(
    of kind: AttackPlan.Kind, _ plan: AttackPlan
  ) -> (steps: [AttackSequence.Step], softnesses: [Double]) {
    guard let network, plan.usesSoftnesses(kind) else {
      return (plan.steps(of: kind, softnesses: []), [])
    }
    let found = softnesses.found {
      SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: workers)
    }
    return (plan.steps(of: kind, softnesses: found), found)
  }

  /// The classes aimed at, a list for each goal; nil is untargeted.
  private func goals(_ choice: TargetChoice?) -> [[Int]?] {
    let classes = model.classCount
    func shifted(_ offset: Int) -> [Int] { examples.labels.map { ($0 + offset) % classes } }
    switch choice {
    case nil: return [nil]
    case .next: return [shifted(1)]
    case .all: return (1..<classes).map(shifted)
    case .leastLikely: return [leastLikelyClasses()]
    }
  }

  /// The class with the smallest logit, but never the true one.
  private func leastLikelyClasses() -> [Int] {
    let logits = model.judgedLogits(of: examples.inputs, workers: workers)
    return examples.labels.enumerated().map { row, label in
      let scores = Array(logits.row(row))
      return scores.indices.filter { $0 != label }.min { scores[$0] < scores[$1] } ?? label
    }
  }
}
