import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import PlateauTraining
import Testing

@testable import PlateauExperiments

/// Audits in other units: data, box and epsilon multiplied, the network divided again.
@Suite("Audits in the units of the data")
struct ScaledAuditTests {
  private func network(_ examples: Examples) throws -> Network<Double> {
    let architecture = try Architecture.multilayerPerceptron(
      input: examples.shape, widths: [12], activation: .sigmoid, classes: examples.classCount)
    var generator = SeededGenerator(seed: 5, purpose: "initialize")
    let start = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    let trainer = try Trainer(
      start, plan: TrainingPlan(epochs: 8, batchSize: 32, optimizer: .adam(rate: 0.02)),
      training: examples, workers: Workers(threads: 1))
    while try trainer.step() != nil {}
    return Network<Double>(trainer.selectedNetwork)
  }

  private func scaled(_ examples: Examples, by factor: Float) -> Examples {
    Examples(
      inputs: Matrix(
        rows: examples.count, columns: examples.inputs.columns,
        elements: examples.inputs.elements.map { $0 * factor }),
      labels: examples.labels, classCount: examples.classCount, shape: examples.shape)
  }

  private func audit(_ network: Network<Double>, factor: Double, norm: Norm) throws -> AuditRecord {
    let training = SmallData.examples(600, seed: 1)
    var plan = AuditPlan.quick(norm: norm, epsilons: [(norm == .l2 ? 0.5 : 0.125) * factor])
    plan.bounds = 0...factor
    plan.hopSkipJump = (3, 200)
    let audit = try Audit(
      AuditSubject(
        try network.normalizingInputs(means: [0], deviations: [factor]), name: "scaled"),
      on: scaled(SmallData.examples(24, seed: 2), by: Float(factor)), named: "small", plan: plan,
      substitute: scaled(training, by: Float(factor)), workers: Workers(threads: 2))
    return try #require(try audit.run()?.first?.record)
  }

  @Test("A scale that is a power of two changes nothing", arguments: [Norm.lInfinity, .l2])
  func exact(norm: Norm) throws {
    let network = try network(SmallData.examples(600, seed: 1))
    let first = try audit(network, factor: 1, norm: norm)
    let second = try audit(network, factor: 256, norm: norm)
    #expect(second.bounds == [0, 256] && first.bounds == [0, 1])
    #expect(first.verdict == second.verdict)
    #expect(first.cleanAccuracy == second.cleanAccuracy && first.cleanAccuracy > 0.5)
    #expect(first.worstCase == second.worstCase && first.decisions == second.decisions)
    #expect(first.certifiedAccuracy == second.certifiedAccuracy)
    #expect(first.checks.map(\.name) == second.checks.map(\.name))
    #expect(first.checks.map(\.result) == second.checks.map(\.result))
    for (a, b) in zip(first.attacks, second.attacks) {
      #expect(a.name == b.name && a.gradient == b.gradient)
      #expect(a.robustAccuracy == b.robustAccuracy && a.successes == b.successes)
      #expect(a.queries == b.queries && a.zeroGradients == b.zeroGradients)
      #expect(a.meanDistortion.map { $0 * 256 } == b.meanDistortion)
    }
  }

  @Test("Bytes of 0 to 255 give what numbers of 0 to 1 do")
  func near() throws {
    let network = try network(SmallData.examples(600, seed: 1))
    let first = try audit(network, factor: 1, norm: .lInfinity)
    let second = try audit(network, factor: 255, norm: .lInfinity)
    #expect(first.cleanAccuracy == second.cleanAccuracy)
    #expect(first.verdict == second.verdict)
    // One example of 24 at which rounding turns a decision.
    #expect(
      (first.worstCase.robustAccuracy - second.worstCase.robustAccuracy).magnitude < 1.5 / 24)
  }

  @Test("Data that only tests, of fewer classes than the network, is audited")
  func testOnly() throws {
    let network = try network(SmallData.examples(600, seed: 1))
    let examples = SmallData.examples(12, seed: 2)
    let audit = try Audit(
      AuditSubject(network, name: "small"), on: examples, named: "small",
      plan: AuditPlan.quick(epsilons: [0.1]),
      substitute: .none(classCount: 3, shape: examples.shape), workers: Workers(threads: 1))
    let record = try #require(try audit.run()?.first?.record)
    #expect(record.checks.first { $0.name == .transfer }?.result == .notApplicable)
  }

  @Test("Bounds are part of what identifies an attack")
  func keys() {
    let digits = String(repeating: "0", count: 64)
    func key(_ bounds: ClosedRange<Double>) -> EvaluationKey {
      EvaluationKey(
        model: digits, data: digits, attack: "fgsm", parameters: "",
        threat: ThreatModel(norm: .l2, epsilon: 1, bounds: bounds))
    }
    #expect(key(0...1) != key(0...2) && key(0...1) == key(0...1))
  }
}
