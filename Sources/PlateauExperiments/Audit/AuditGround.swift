import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTraining

/// What an audit finds out once, whatever the epsilon.
struct AuditGround {
  /// Whether each example is misclassified in Double without an attack.
  let isMisclassified: [Bool]
  /// What the model says of the examples without an attack.
  let decisions: Decisions
  /// Whether they can be those that it was made for.
  let plausibility: DataPlausibility
  /// The softnesses of the sweep; nil for a model without a network.
  let softnesses: [Double]?
  /// The vanilla network whose adversarial examples are tried on the model.
  let substitute: Network<Double>?
  /// The checks that do not depend on epsilon.
  let checks: [CheckRecord]

  init(_ audit: Audit, _ bench: AttackBench) throws {
    let numbers = Array(0..<audit.examples.count)
    let step = AttackSequence.Step(FastGradientSign(), options: AttackOptions())
    let unmoved = try bench.run([step], within: audit.plan.threat(0), on: numbers)
    isMisclassified = unmoved.outcomes.map(\.isMisclassified)
    (decisions, plausibility) = Self.judged(audit.subject.model, audit)
    if let failure = audit.subject.model.failure { throw failure }
    softnesses = audit.subject.network.map {
      SoftnessSweep.softnesses(of: $0, on: audit.examples.inputs, workers: audit.workers)
    }
    substitute = try audit.substitute.map { try Self.substitute($0, audit) }
    checks =
      [
        plausibility.check, AuditChecks.deterministic(audit), AuditChecks.zeroEpsilon(unmoved),
      ] + (try AuditChecks.atOtherEpsilons(audit, bench, softnesses))
      + [try AuditChecks.gain(audit, bench)]
  }

  private static func judged(
    _ model: some AttackableModel, _ audit: Audit
  ) -> (Decisions, DataPlausibility) {
    let decisions = Decisions(
      of: model, on: audit.examples.inputs, labels: audit.examples.labels, workers: audit.workers)
    let plausibility = DataPlausibility(
      decisions, of: model, on: audit.examples, within: audit.plan.bounds, workers: audit.workers)
    return (decisions, plausibility)
  }

  /// Trains a small network on some of the examples, brought to [0, 1] from the box.
  private static func substitute(_ all: Examples, _ audit: Audit) throws -> Network<Double> {
    let box = audit.plan.bounds
    let training = all.prefix(10_000).broughtToUnitRange(from: box)
    let architecture = try Architecture.multilayerPerceptron(
      input: training.shape, widths: [100], activation: .sigmoid,
      classes: audit.subject.model.classCount)
    var generator = SeededGenerator(seed: audit.plan.seed, purpose: "substitute")
    let start = Network<Float>(
      architecture, initializer: .uniformFanIn, using: &generator)
    let trainer = try Trainer(
      start, plan: TrainingPlan(epochs: 5, optimizer: .rmsprop(rate: 3e-3)), training: training,
      workers: audit.workers)
    while try trainer.step() != nil {}
    let network = Network<Double>(trainer.selectedNetwork)
    guard box != 0...1 else { return network }
    return try network.normalizingInputs(
      means: [box.lowerBound], deviations: [box.upperBound - box.lowerBound])
  }
}

extension Examples {
  /// The examples with inputs of [0, 1] in place of those of a box.
  fileprivate func broughtToUnitRange(from box: ClosedRange<Double>) -> Examples {
    guard box != 0...1 else { return self }
    let width = box.upperBound - box.lowerBound
    let elements = inputs.elements.map { Float((Double($0) - box.lowerBound) / width) }
    return Examples(
      inputs: Matrix(rows: inputs.rows, columns: inputs.columns, elements: elements),
      labels: labels, classCount: classCount, shape: shape)
  }
}
