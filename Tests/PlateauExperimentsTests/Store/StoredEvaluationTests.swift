import PlateauAttacks
import PlateauData
import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Evaluations through a store")
struct StoredEvaluationTests {
  private let folder: TemporaryFolder
  private let examples = SmallData.examples(100, seed: 5)
  private let network: Network<Double>
  private let threat = ThreatModel(norm: .lInfinity, epsilon: 0.15)

  init() throws {
    folder = try TemporaryFolder()
    network = try Self.network(for: examples)
  }

  /// Compares distances to the class means, with a disadvantage for class 0.
  ///
  /// Some examples are then misclassified, some fooled and some not.
  private static func network(for examples: Examples) throws -> Network<Double> {
    let architecture = try Architecture.multilayerPerceptron(
      input: examples.shape, widths: [], activation: .sigmoid, classes: 3)
    let means = (0..<3).map { label in
      let rows = examples.labels.indices.filter { examples.labels[$0] == label }
      return (0..<16).map { column in
        rows.reduce(0.0) { $0 + Double(examples.inputs[$1, column]) } / Double(rows.count)
      }
    }
    let biases = means.enumerated().map { label, mean in
      -mean.reduce(0) { $0 + $1 * $1 } / 2 - (label == 0 ? 0.6 : 0)
    }
    return try Network(architecture, parameters: means.flatMap { $0 } + biases)
  }

  private func evaluation(
    _ name: String = "evaluation.sqlite", batchSize: Int = 16
  ) throws -> StoredEvaluation {
    StoredEvaluation(
      try EvaluationStore("\(folder.path)/\(name)"), model: try network.fingerprint(),
      on: examples, batchSize: batchSize)
  }

  private func key(_ evaluation: StoredEvaluation) -> EvaluationKey {
    EvaluationKey(
      model: evaluation.model, data: evaluation.data, attack: "fgsm", parameters: "",
      threat: threat)
  }

  private func attack(_ numbers: [Int]) -> AttackResult {
    FastGradientSign()(
      network, on: examples.selecting(numbers), within: threat, workers: Workers(threads: 1))
  }

  private func targetedAttack(_ numbers: [Int], _ targets: [Int]) -> AttackResult {
    FastGradientSign()(
      network, on: examples.selecting(numbers), within: threat, goal: .targeted(targets),
      workers: Workers(threads: 1))
  }

  private func bits(_ matrix: Matrix<Float>) -> [UInt32] { matrix.elements.map(\.bitPattern) }

  private struct Stop: Error {}

  @Test func `an interrupted evaluation continues to the same bits`() throws {
    let numbers = Array((0..<100).reversed())
    let whole = try evaluation("whole.sqlite")
    let expected = try whole.run(key(whole), examples: numbers, body: attack)
    // Misclassified, fooled and unfooled examples are joined.
    #expect(Set(expected.outcomes.map(\.stop)).count == 3)

    var calls: [[Int]] = []
    let first = try evaluation()
    #expect(throws: Stop.self) {
      try first.run(key(first), examples: numbers) { batch in
        guard calls.count < 3 else { throw Stop() }
        calls.append(batch)
        return attack(batch)
      }
    }
    let second = try evaluation()
    let result = try second.run(key(second), examples: numbers) { batch in
      calls.append(batch)
      return attack(batch)
    }
    #expect(result.outcomes == expected.outcomes)
    #expect(bits(result.adversarial) == bits(expected.adversarial))
    #expect(result.threat == threat)
    // Each example once, in the batches of an evaluation that nothing interrupts.
    #expect(calls.flatMap { $0 } == numbers)
    #expect(calls.map(\.count) == [16, 16, 16, 16, 16, 16, 4])
  }

  @Test func `a finished evaluation calls no attack and gives the same bits`() throws {
    let numbers = Array(0..<100)
    let evaluation = try evaluation()
    let expected = attack(numbers)
    // One batch, so that the harness cuts it as it cuts the attack on all.
    let once = StoredEvaluation(
      try EvaluationStore("\(folder.path)/once.sqlite"), model: evaluation.model, on: examples)
    let direct = try once.run(key(once), examples: numbers, body: attack)
    let again = try once.run(key(once), examples: numbers) { _ in throw Stop() }
    for result in [direct, again] {
      #expect(result.outcomes == expected.outcomes)
      #expect(bits(result.adversarial) == bits(expected.adversarial))
    }
  }

  @Test func `more examples cost only those that are missing, in any order`() throws {
    let evaluation = try evaluation()
    let some = [40, 3, 77, 12, 5]
    _ = try evaluation.run(key(evaluation), examples: some, body: attack)
    var asked: [Int] = []
    let all = try evaluation.run(key(evaluation), examples: Array(0..<100)) { batch in
      asked += batch
      return attack(batch)
    }
    #expect(asked == (0..<100).filter { !some.contains($0) })
    let back = try evaluation.run(key(evaluation), examples: some) { _ in throw Stop() }
    #expect(back.outcomes == some.map { all.outcomes[$0] })
    #expect(bits(back.adversarial) == bits(all.adversarial.rows(at: some)))
  }

  @Test func `targets are kept apart`() throws {
    let evaluation = try evaluation()
    let numbers = Array(0..<20)
    let targets = numbers.map { (examples.labels[$0] + 1) % 3 }
    let others = numbers.map { (examples.labels[$0] + 2) % 3 }
    let untargeted = try evaluation.run(key(evaluation), examples: numbers, body: attack)
    var calls = 0
    func run(_ aims: [Int]) throws -> AttackResult {
      try evaluation.run(key(evaluation), examples: numbers, targets: aims) { batch in
        calls += 1
        return targetedAttack(batch, batch.map { aims[$0] })
      }
    }
    let results = try [targets, others, targets, others].map(run)
    #expect(calls == 4)
    #expect(results[0] == results[2] && results[1] == results[3])
    #expect(results[0] != results[1] && results[0].outcomes != untargeted.outcomes)
    let summaries = try EvaluationStore(reading: "\(folder.path)/evaluation.sqlite").summaries()
    #expect(summaries.map(\.isTargeted) == [false, true])
    #expect(summaries.map(\.examples) == [20, 20])
    let robust = numbers.count { number in
      !results[0].outcomes[number].isSuccess && !results[1].outcomes[number].isSuccess
        && !results[0].outcomes[number].isMisclassified
    }
    #expect(summaries[1].robustAccuracy == Double(robust) / 20)
  }

  @Test func `the accuracies that SQL gives are those of the result`() throws {
    let evaluation = try evaluation()
    _ = try evaluation.run(key(evaluation), examples: Array(0..<100), body: attack)
    let result = attack(Array(0..<100))
    let store = try EvaluationStore(reading: "\(folder.path)/evaluation.sqlite")
    let summary = try #require(try store.summaries().first)
    #expect(summary.key == key(evaluation))
    #expect(summary.examples == 100)
    #expect(summary.cleanAccuracy == result.cleanAccuracy)
    #expect(summary.robustAccuracy == result.robustAccuracy)
    #expect(result.robustAccuracy > 0 && result.robustAccuracy < result.cleanAccuracy)
  }

  @Test func `an outcome that was stored without its example is attacked again`() throws {
    let evaluation = try evaluation()
    let store = try EvaluationStore("\(folder.path)/evaluation.sqlite")
    let moved = try #require(attack(Array(0..<100)).outcomes.firstIndex { !$0.isUnchanged })
    try store.record(
      [StoredOutcome(example: moved, outcome: attack([moved]).outcomes[0])], for: key(evaluation))
    var asked: [Int] = []
    for _ in 0..<2 {
      _ = try evaluation.run(key(evaluation), examples: [moved]) { batch in
        asked += batch
        return attack(batch)
      }
    }
    #expect(asked == [moved])
  }

  @Test func `a stored example of another length is named`() throws {
    let evaluation = try evaluation()
    let path = "\(folder.path)/evaluation.sqlite"
    try EvaluationStore(path).record(
      [StoredOutcome(example: 2, outcome: StoreSamples.outcome(), adversarial: [1, 2])],
      for: key(evaluation))
    #expect(
      message { _ = try evaluation.run(key(evaluation), examples: [2], body: attack) }
        == "'\(path)' is damaged: example 2 has 2 values, its input has 16. Move it away and run "
        + "the evaluation again, or restore a copy.")
  }
}
