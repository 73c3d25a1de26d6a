import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("The softness sweep")
struct SoftnessSweepTests {
  let examples = Toy.examples(200, seed: 4)
  let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
  let one = Workers(threads: 1)

  @Test func `softnesses are shares of the median pre-activation, none below 1`() throws {
    let network = try Toy.network(.sigmoid).multiplyingHiddenLayers(by: 100)
    let values = network.hiddenPreActivations(
      of: examples.inputs.converted(), workers: one
    ).flatMap { $0.elements.map(\.magnitude) }.sorted()
    let median = values[values.count / 2]
    let found = SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: one)
    let expected = [40, 20, 10, 4, 1.5].map { median / $0 }.filter { $0 > 1 }
    #expect(found == expected)
    #expect(found.count >= 3)
  }

  @Test func `a softness of 1 is left out where it is the exact network`() throws {
    let sigmoid = try Toy.network(.sigmoid).multiplyingHiddenLayers(by: 0.01)
    #expect(SoftnessSweep.softnesses(of: sigmoid, on: examples.inputs, workers: one) == [])
    let linear = try Toy.linear()
    #expect(SoftnessSweep.softnesses(of: linear, on: examples.inputs, workers: one) == [])
  }

  @Test func `rectifiers are softened in proportion to what enters them`() throws {
    // In units 1024 times smaller inside, the network is the same, bit for bit.
    let network = try Toy.network(.relu, widths: [20])
    var small = network.multiplyingHiddenLayers(by: 0x1p-10)
    for index in small.architecture.layout.tensors[2].range { small.parameters[index] *= 0x1p10 }
    let softnesses = SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: one)
    let smaller = SoftnessSweep.softnesses(of: small, on: examples.inputs, workers: one)
    #expect(softnesses.count == 5)
    #expect(smaller == softnesses.map { $0 * 0x1p-10 })
    let attack = ProjectedGradientDescent(steps: 10, restarts: 1)
    let result = SoftnessSweep(attack, softnesses: softnesses)(
      network, on: examples, within: threat, workers: one)
    let other = SoftnessSweep(attack, softnesses: smaller)(
      small, on: examples, within: threat, workers: one)
    #expect(result.adversarial == other.adversarial)
    #expect(result.outcomes == other.outcomes)
    #expect(result.successes > 0)
  }

  @Test func `it breaks a saturated network that naive gradients cannot`() throws {
    let network = try Toy.network(.sigmoid).multiplyingHiddenLayers(by: 300)
    let attack = ProjectedGradientDescent(steps: 30, restarts: 1)
    let wide = ThreatModel(norm: .lInfinity, epsilon: 0.3)
    let naive = attack(
      network, on: examples, within: wide,
      options: AttackOptions(rule: .naive, precision: .float), workers: one)
    let softnesses = SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: one)
    let swept = SoftnessSweep(attack, softnesses: softnesses)(
      network, on: examples, within: wide, workers: one)
    #expect(naive.outcomes.count { $0.hasZeroGradient } > 100)
    #expect(naive.robustAccuracy > 0.5)
    #expect(swept.robustAccuracy < 0.1)
    #expect(swept.outcomes.allSatisfy { !$0.isInconclusive })
    // Survivors without any gradient are no evidence of robustness.
    #expect(naive.outcomes.contains { $0.isInconclusive })
  }

  @Test func `it is never weaker than the exact gradient alone`() throws {
    for activation in Activation.allCases {
      let network = try Toy.network(activation).multiplyingHiddenLayers(by: 3)
      let attack = ProjectedGradientDescent(steps: 10, restarts: 1)
      let exact = attack(network, on: examples, within: threat, workers: one)
      let swept = SoftnessSweep(attack, softnesses: [0.2, 1, 2, 5])(
        network, on: examples, within: threat, workers: one)
      for index in examples.labels.indices where exact.outcomes[index].isSuccess {
        #expect(swept.outcomes[index].isSuccess)
        #expect(swept.adversarial.row(index) == exact.adversarial.row(index))
      }
      #expect(swept.survivors.allSatisfy { !exact.outcomes[$0].isSuccess })
    }
  }
}
