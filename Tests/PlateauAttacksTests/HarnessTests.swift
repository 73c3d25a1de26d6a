import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Proposes whatever it is told to, allowed or not.
private struct Outlaw: Attack {
  let name = "outlaw"
  let parameters = ""
  let starts = 1
  let value: Double

  func search(_ trial: Trial, start: Int) {
    for row in 0..<trial.count {
      for column in 0..<trial.iterates.columns {
        trial.iterates[row, column] = value
      }
    }
    trial.propose()
  }
}

@Suite("The attack harness")
struct HarnessTests {
  let examples = Toy.examples(300, seed: 3)

  @Test(arguments: [1e30, -1e30, .infinity, -.infinity, .nan], [Norm.lInfinity, .l2])
  func `an attack cannot leave the ball or the box`(value: Double, norm: Norm) throws {
    let network = try Toy.linear()
    let threat = ThreatModel(norm: norm, epsilon: 0.05)
    let result = Outlaw(value: value)(network, on: examples, within: threat)
    for (index, outcome) in result.outcomes.enumerated() {
      #expect(outcome.size.size(in: norm) <= 0.05)
      #expect(result.adversarial.row(index).allSatisfy { (0...1).contains($0) })
      if value.isNaN { #expect(outcome.isUnchanged) }
    }
  }

  @Test func `success is what the real network says in Double`() throws {
    let network = try Toy.network(.sigmoid)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.2)
    let result = ProjectedGradientDescent(steps: 10, restarts: 2)(
      network, on: examples, within: threat)
    let logits = network.logits(
      of: result.adversarial.converted(), workers: Workers(threads: 1))
    for (index, label) in examples.labels.enumerated() {
      let row = Array(logits.row(index))
      let isWrong = Decision(row, label: label) != .correct
      #expect(result.outcomes[index].isBroken == isWrong)
    }
    #expect(result.successes > 0)
    #expect(result.robustAccuracy < result.cleanAccuracy)
  }

  @Test func `a misclassified example is broken at distance 0, and no success`() throws {
    let network = try Toy.linear()
    let shifted = Examples(
      inputs: examples.inputs, labels: examples.labels.map { ($0 + 1) % 3 }, classCount: 3,
      shape: examples.shape)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.001)
    let result = FastGradientSign()(network, on: shifted, within: threat)
    #expect(result.cleanAccuracy < 0.1)
    for outcome in result.outcomes where outcome.isMisclassified {
      #expect(!outcome.isSuccess && outcome.isBroken)
      #expect(outcome.isUnchanged && outcome.size == .none)
      #expect(outcome.stop == .misclassified && outcome.queries == 0)
    }
    #expect(result.successes == result.outcomes.count { $0.isSuccess })
  }

  @Test func `against a linear classifier FGSM is exact on every example`() throws {
    // With two classes the loss's gradient has the sign of w everywhere, so that one step reaches
    // the worst point of the ball; without the box touching, robust iff margin > ε‖v‖₁.
    let network = try Toy.twoClassLinear()
    let inputs = Toy.examples(400, seed: 9, range: 0.3...0.7).inputs
    let logits = network.logits(of: inputs.converted(), workers: Workers(threads: 1))
    let labels = (0..<400).map { logits[$0, 0] >= logits[$0, 1] ? 0 : 1 }
    let examples = Examples(
      inputs: inputs, labels: labels, classCount: 2, shape: .vector(inputs.columns))
    let weights = network.architecture.layout.tensors[0]
    let rows = Array(network[weights])
    let columns = inputs.columns
    let norm = (0..<columns).reduce(0.0) { $0 + (rows[$1] - rows[columns + $1]).magnitude }
    let epsilon = 0.08
    let result = FastGradientSign()(
      network, on: examples, within: ThreatModel(norm: .lInfinity, epsilon: epsilon))
    var robust = 0
    for (index, label) in labels.enumerated() {
      let margin = logits[index, label] - logits[index, 1 - label]
      // Away from the edge by more than the rounding of the perturbed inputs to Float.
      guard (margin - epsilon * norm).magnitude > 1e-5 * norm else { continue }
      #expect(result.outcomes[index].isBroken == (margin < epsilon * norm))
      robust += result.outcomes[index].isBroken ? 0 : 1
    }
    #expect(robust > 40 && robust < 360)
  }

  @Test(arguments: [Precision.float, .double], [true, false])
  func `gives the same bits with 1, 2 and 4 threads`(precision: Precision, early: Bool) throws {
    let network = try Toy.network(.tanh)
    let options = AttackOptions(precision: precision, leavesEarly: early, seed: 5)
    let attack = ProjectedGradientDescent(steps: 5, restarts: 3)
    let threat = ThreatModel(norm: .l2, epsilon: 0.2)
    let results = [1, 2, 4].map {
      attack(
        network, on: examples, within: threat, options: options, workers: Workers(threads: $0))
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func `epsilon 0 changes nothing, and robust accuracy never rises with epsilon`() throws {
    let network = try Toy.network(.sigmoid)
    var last = 1.0
    for epsilon in [0, 0.02, 0.05, 0.1, 0.3, 1] {
      let result = ProjectedGradientDescent(steps: 20, restarts: 1)(
        network, on: examples, within: ThreatModel(norm: .lInfinity, epsilon: epsilon))
      if epsilon == 0 {
        #expect(result.outcomes.allSatisfy { $0.isUnchanged })
        #expect(result.robustAccuracy == result.cleanAccuracy)
      }
      #expect(result.robustAccuracy <= last)
      last = result.robustAccuracy
    }
    #expect(last == 0)
  }

  @Test(arguments: [Norm.lInfinity, .l2])
  func `a targeted success is the target, and needs a right source`(norm: Norm) throws {
    let network = try Toy.network(.sigmoid)
    let targets = examples.labels.map { ($0 + 1) % 3 }
    let threat = ThreatModel(norm: norm, epsilon: norm == .l2 ? 1 : 0.4)
    let result = ProjectedGradientDescent(steps: 40, restarts: 1)(
      network, on: examples, within: threat, goal: .targeted(targets))
    let logits = network.logits(
      of: result.adversarial.converted(), workers: Workers(threads: 1))
    for (index, outcome) in result.outcomes.enumerated() where !outcome.isMisclassified {
      let row = Array(logits.row(index))
      let target = targets[index]
      let isHit = row.indices.allSatisfy { $0 == target || row[target] > row[$0] }
      #expect(outcome.isSuccess == isHit)
    }
    #expect(result.successes > 100)
  }

  @Test func `a union over targets keeps the first success and adds queries`() throws {
    let network = try Toy.network(.sigmoid)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    let goals = (1...2).map { offset in
      AttackGoal.targeted(examples.labels.map { ($0 + offset) % 3 })
    }
    let parts = goals.map {
      ProjectedGradientDescent(steps: 10, restarts: 1)(
        network, on: examples, within: threat, goal: $0)
    }
    var union = parts[0]
    union.formUnion(parts[1])
    for index in examples.labels.indices {
      let (first, second) = (parts[0].outcomes[index], parts[1].outcomes[index])
      #expect(union.outcomes[index].isSuccess == (first.isSuccess || second.isSuccess))
      #expect(union.outcomes[index].queries == first.queries + second.queries)
      let kept = first.isSuccess || !second.isSuccess ? parts[0] : parts[1]
      #expect(union.adversarial.row(index) == kept.adversarial.row(index))
    }
  }
}
