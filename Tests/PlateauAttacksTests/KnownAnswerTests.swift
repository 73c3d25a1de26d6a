import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

/// The facts about each known answer that make its verdict what it is.
@Suite("Known answers")
struct KnownAnswerTests {
  let one = Workers(threads: 1)
  let naive = AttackOptions(rule: .naive, precision: .float)
  let descent = ProjectedGradientDescent(steps: 20, restarts: 1)

  private func naiveAttack(_ answer: KnownAnswer) -> AttackResult {
    descent(
      answer.model, on: answer.examples, within: answer.threat, options: naive, workers: one)
  }

  private func sweep(_ answer: KnownAnswer) throws -> AttackResult {
    let network = try #require(answer.network)
    let softnesses = SoftnessSweep.softnesses(of: network, on: answer.examples.inputs, workers: one)
    return SoftnessSweep(descent, softnesses: softnesses)(
      network, on: answer.examples, within: answer.threat,
      options: AttackOptions(loss: .margin), workers: one)
  }

  private func causes(_ answer: KnownAnswer) throws -> ZeroGradientSummary {
    let network = try #require(answer.network)
    return ZeroGradientSummary(
      ZeroGradientCauses.of(
        network, inputs: answer.examples.inputs, labels: answer.examples.labels, workers: one))
  }

  @Test func `every model is right on 95 % of its examples at least, and has a name of its own`()
    throws
  {
    let answers = try KnownAnswers.all()
    #expect(Set(answers.map(\.name)).count == 9)
    for answer in answers {
      let result = FastGradientSign()(
        answer.model, on: answer.examples, within: ThreatModel(norm: .lInfinity, epsilon: 0),
        workers: one)
      #expect(result.cleanAccuracy >= 0.95, "\(answer.name)")
      #expect(!answer.verdicts.isEmpty)
      #expect((100...200).contains(answer.examples.count))
    }
  }

  @Test func `the saturated network loses most gradients, and falls to softened ones`() throws {
    let answer = try KnownAnswers.saturated()
    let zeros = try causes(answer)
    #expect(zeros.count > answer.examples.count / 2)
    #expect(zeros.artefacts == zeros.count)
    let found = naiveAttack(answer)
    let swept = try sweep(answer)
    #expect(swept.robustAccuracy <= 0.1)
    #expect(found.robustAccuracy >= swept.robustAccuracy + 0.1)
  }

  @Test func `large logits lose all gradients to softmax, and the stable rule none`() throws {
    let answer = try KnownAnswers.scaledLogits()
    let zeros = try causes(answer)
    #expect(zeros.count > answer.examples.count * 9 / 10)
    #expect(zeros.entries.map(\.cause) == [.softmaxSaturation])
    let stable = descent(answer.model, on: answer.examples, within: answer.threat, workers: one)
    #expect(stable.robustAccuracy <= 0.1)
    #expect(naiveAttack(answer).robustAccuracy >= 0.8)
  }

  @Test func `dead units give no gradient in exact arithmetic, but the sweep finds a way`() throws {
    let answer = try KnownAnswers.deadUnits()
    let zeros = try causes(answer)
    #expect(zeros.count > answer.examples.count * 8 / 10)
    #expect(zeros.artefacts == 0)
    #expect(naiveAttack(answer).robustAccuracy >= 0.7)
    #expect(try sweep(answer).robustAccuracy <= 0.1)
  }

  @Test func `a quantized input has no gradient, and falls to queries`() throws {
    let answer = try KnownAnswers.quantizedInput()
    let found = naiveAttack(answer)
    #expect(found.outcomes.allSatisfy { $0.hasZeroGradient || $0.isMisclassified })
    #expect(found.successes == 0)
    let queried = SquareAttack(queries: 300)(
      answer.model, on: answer.examples, within: answer.threat, workers: one)
    #expect(queried.robustAccuracy <= 0.1)
  }

  @Test func `a noisy input breaks at epsilon 0, and averaging stills it`() throws {
    // Chance finds wrong answers where nothing may be changed, if it is only asked often enough.
    let still = ThreatModel(norm: .lInfinity, epsilon: 0)
    let repeated = RandomTries(count: 30)
    let answer = try KnownAnswers.noisyInput()
    let found = repeated(answer.model, on: answer.examples, within: still, workers: one)
    let averaged = try KnownAnswers.noisyInput(draws: 12)
    let calm = repeated(averaged.model, on: averaged.examples, within: still, workers: one)
    #expect(found.successes >= 3)
    #expect(calm.successes < found.successes)
    #expect(found.outcomes.allSatisfy { $0.isUnchanged })
    // Nor is it broken, or masked by more than chance: most examples survive what gradients find.
    #expect(naiveAttack(answer).robustAccuracy > 0.7)
  }

  @Test func `the lookup knows every label, has no gradient, and fails at an unbounded attack`()
    throws
  {
    let answer = try KnownAnswers.lookup()
    let found = naiveAttack(answer)
    #expect(found.robustAccuracy == 1)
    #expect(found.outcomes.allSatisfy { $0.hasZeroGradient })
    let queried = SquareAttack(queries: 100)(
      answer.model, on: answer.examples, within: answer.threat, workers: one)
    #expect(queried.robustAccuracy == 1)
    let unbounded = HopSkipJump(queries: 60, beginnings: answer.training.inputs)(
      answer.model, on: answer.examples, within: ThreatModel(norm: .lInfinity, epsilon: 1),
      workers: one)
    #expect(unbounded.robustAccuracy == 0)
    // It is right on the table alone because it holds the table.
    let shuffled = Examples(
      inputs: answer.examples.inputs,
      labels: answer.examples.labels.map { ($0 + 1) % answer.examples.classCount },
      classCount: answer.examples.classCount, shape: answer.examples.shape)
    let other = naiveAttack(
      KnownAnswer(
        name: "", model: LabelLookup(shuffled), network: nil, examples: shuffled,
        training: answer.training, threat: answer.threat, verdicts: []))
    #expect(other.cleanAccuracy == 1)
  }

  @Test func `a usual network is broken`() throws {
    let answer = try KnownAnswers.vanilla()
    #expect(naiveAttack(answer).robustAccuracy <= 0.1)
    #expect(try causes(answer).count == 0)
  }

  @Test func `over half of the linear classifier is robust by its closed form`() throws {
    let answer = try KnownAnswers.linear()
    let network = try #require(answer.network)
    let tensors = network.architecture.layout.tensors
    let (weights, biases) = (Array(network[tensors[0]]), Array(network[tensors[1]]))
    let (epsilon, examples) = (answer.threat.epsilon, answer.examples)
    let features = examples.shape.count
    let found = descent(
      answer.model, on: examples, within: answer.threat, options: AttackOptions(loss: .margin),
      workers: one)
    var robust = 0
    for (row, label) in examples.labels.enumerated() {
      let x = examples.inputs.row(row).map { Double($0) }
      // Robust iff for every other class v·x + c > Σ max(v, 0)·min(ε, x) + max(−v, 0)·min(ε, 1 − x).
      let holds = (0..<examples.classCount).allSatisfy { other in
        var margin = biases[label] - biases[other]
        for (index, value) in x.enumerated() {
          let v = weights[label * features + index] - weights[other * features + index]
          margin +=
            v * value - max(v, 0) * min(epsilon, value) - max(-v, 0) * min(epsilon, 1 - value)
        }
        return other == label || margin > 0
      }
      robust += holds ? 1 : 0
      if holds { #expect(!found.outcomes[row].isBroken) }
    }
    #expect(robust > examples.count / 2)
  }
}

/// Proposes the example itself, again and again.
private struct RandomTries: Attack {
  let name = "tries"
  let parameters = ""
  let starts = 1
  let count: Int

  func search(_ trial: Trial, start: Int) {
    for _ in 0..<count { trial.propose() }
  }
}
