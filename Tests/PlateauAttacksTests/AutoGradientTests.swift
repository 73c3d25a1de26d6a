import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("AutoPGD")
struct AutoGradientTests {
  let examples = Toy.examples(100, seed: 21)
  let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
  let one = Workers(threads: 1)

  @Test(arguments: LogitLoss.allCases, [0, 9])
  func `behaves as every attack`(loss: LogitLoss, targets: Int) throws {
    try checkMetamorphic(AutoProjectedGradientDescent(loss: loss, steps: 20, targets: targets))
  }

  @Test func `is named by its loss and its targets`() {
    let names = LogitLoss.allCases.flatMap { loss in
      [0, 9].map { AutoProjectedGradientDescent(loss: loss, targets: $0).name }
    }
    #expect(
      names == ["apgd-ce", "apgd-t-ce", "apgd-margin", "apgd-t-margin", "apgd-dlr", "apgd-t"])
    let attack = AutoProjectedGradientDescent(loss: .logitRatio, restarts: 2, targets: 3)
    #expect(attack.parameters == "steps=100 restarts=2 rho=0.75 targets=3")
    #expect(attack.starts == 6)
  }

  @Test func `starts for classes that a model lacks cost nothing`() throws {
    let network = try Toy.network(.sigmoid)
    let options = AttackOptions(leavesEarly: false)
    // Three classes: two targets, each of one evaluation and ten steps, after one for the ranking.
    for targets in [2, 9] {
      let result = AutoProjectedGradientDescent(steps: 10, targets: targets)(
        network, on: examples, within: threat, options: options, workers: one)
      for outcome in result.outcomes where !outcome.isMisclassified {
        #expect(outcome.iterations <= 22)
        if !outcome.isSuccess { #expect(outcome.iterations == 22) }
      }
    }
  }

  @Test(arguments: [Norm.lInfinity, .l2], LogitLoss.allCases)
  func `against a linear classifier it is exact on every example`(
    norm: Norm, loss: LogitLoss
  ) throws {
    // With two classes every loss rises along v, the difference of the weights; away from the box
    // an example is robust iff its margin exceeds ε times the dual norm of v.
    let network = try Toy.twoClassLinear()
    let inputs = Toy.examples(200, seed: 9, range: 0.3...0.7).inputs
    let logits = network.logits(of: inputs.converted(), workers: one)
    let labels = (0..<200).map { logits[$0, 0] >= logits[$0, 1] ? 0 : 1 }
    let examples = Examples(
      inputs: inputs, labels: labels, classCount: 2, shape: .vector(inputs.columns))
    let weights = Array(network[network.architecture.layout.tensors[0]])
    let columns = inputs.columns
    let direction = (0..<columns).map { weights[$0] - weights[columns + $0] }
    let dual =
      norm == .lInfinity
      ? direction.reduce(0) { $0 + $1.magnitude }
      : direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let epsilon = norm == .lInfinity ? 0.08 : 0.25
    let result = AutoProjectedGradientDescent(loss: loss)(
      network, on: examples, within: ThreatModel(norm: norm, epsilon: epsilon), workers: one)
    var robust = 0
    for (index, label) in labels.enumerated() {
      let margin = logits[index, label] - logits[index, 1 - label]
      // The last steps are halved some ten times: 2ε/1000 leaves an angle of about a thousandth,
      // whose cosine is 1 to one part in a million.
      guard (margin - epsilon * dual).magnitude > 1e-4 * dual else { continue }
      #expect(result.outcomes[index].isSuccess == (margin < epsilon * dual))
      robust += result.outcomes[index].isSuccess ? 0 : 1
    }
    #expect(robust > 20 && robust < 180)
  }

  @Test func `tells points apart where the cross-entropy is exactly zero`() throws {
    // Logits so large that the loss of most examples is 0 by underflow even in Double. There the
    // cross-entropy orders points as the margin does, and rises in the same direction.
    let network = try scaledLogits(1e5)
    let results = [LogitLoss.crossEntropy, .margin].map { loss in
      AutoProjectedGradientDescent(loss: loss, steps: 50)(
        network, on: examples, within: threat, workers: one)
    }
    let equal = examples.labels.indices.count {
      results[0].adversarial.row($0) == results[1].adversarial.row($0)
    }
    // Where two rivals are equal to some 1e-5 of a logit both count for the cross-entropy alone.
    #expect(equal >= 95)
    #expect(results[0].survivors.count > 20)
    #expect(results[0].outcomes.allSatisfy { !$0.hasZeroGradient })
  }

  /// The sigmoid toy with the weights and biases of the last layer multiplied.
  private func scaledLogits(_ factor: Double) throws -> Network<Double> {
    var network = try Toy.network(.sigmoid)
    let last = network.architecture.layout.tensors.suffix(2)
    for tensor in last {
      for index in tensor.range { network.parameters[index] *= factor }
    }
    return network
  }

  @Test(arguments: [Norm.lInfinity, .l2])
  func `a targeted goal is what it goes for`(norm: Norm) throws {
    let network = try Toy.network(.sigmoid)
    let targets = examples.labels.map { ($0 + 1) % 3 }
    let wide = ThreatModel(norm: norm, epsilon: norm == .l2 ? 1 : 0.4)
    for attack in [
      AutoProjectedGradientDescent(steps: 40),
      AutoProjectedGradientDescent(loss: .logitRatio, steps: 40, targets: 2),
    ] {
      let result = attack(
        network, on: examples, within: wide, goal: .targeted(targets), workers: one)
      #expect(result.successes > 80)
    }
  }
}
