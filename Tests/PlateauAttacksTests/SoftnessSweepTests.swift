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

  @Test func `softnesses of sigmoids are shares of the median pre-activation, none below 1`()
    throws
  {
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

  func softnesses(_ network: Network<Double>) -> [Double] {
    SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: one)
  }

  @Test func `sigmoids are not made steeper, and 1 is left out where it is the exact network`()
    throws
  {
    #expect(softnesses(try Toy.network(.sigmoid).multiplyingHiddenLayers(by: 0.01)) == [])
    let mixed = try network([
      .dense(units: 6), .activation(.relu), .dense(units: 5), .activation(.tanh),
    ])
    #expect(softnesses(mixed.multiplyingHiddenLayers(by: 0.01)) == [1])
    #expect(softnesses(try Toy.linear()) == [])
    // Layers without a nonlinearity have nothing to soften.
    #expect(softnesses(try network([.dense(units: 6)])) == [])
  }

  // A ReLU network may be rescaled at will: what is a small softness for one is a large one for
  // another that computes the same.
  @Test(arguments: [Activation.relu, .clippedReLU])
  func `rectifiers have no least softness, and zeros do not count`(activation: Activation) throws {
    var small = try Toy.network(activation).multiplyingHiddenLayers(by: 0.01)
    func medians() -> [Double] {
      small.hiddenPreActivations(of: examples.inputs.converted(), workers: one).map {
        let values = $0.elements.map(\.magnitude).filter { $0 > 0 }.sorted()
        return values[values.count / 2]
      }
    }
    let found = softnesses(small)
    #expect(found == [40, 20, 10, 4, 1.5].map { max(medians()[0], medians()[1]) / $0 })
    #expect(found.allSatisfy { $0 < 1 })
    // The larger layer loses most of its units: those left are what counts.
    let tensors = small.architecture.layout.tensors
    let units = medians()[0] > medians()[1] ? 0 : 1
    let (weight, bias) = (tensors[2 * units], tensors[2 * units + 1])
    for index in weight.range.dropFirst(2 * weight.shape[1]) { small.parameters[index] = 0 }
    for index in bias.range.dropFirst(2) { small.parameters[index] = 0 }
    #expect(softnesses(small) == [40, 20, 10, 4, 1.5].map { max(medians()[0], medians()[1]) / $0 })
    for index in small.parameters.indices { small.parameters[index] = 0 }
    #expect(softnesses(small) == [])
  }

  @Test func `the layer with the largest pre-activations sets the scale of rectifiers`() throws {
    var network = try Toy.network(.relu)
    let before = softnesses(network)
    let tensors = network.architecture.layout.tensors
    // The first layer's z become 64 times as large, and nothing after it changes.
    for tensor in tensors[0...1] {
      for index in tensor.range { network.parameters[index] *= 64 }
    }
    for index in tensors[2].range { network.parameters[index] /= 64 }
    let first = network.hiddenPreActivations(of: examples.inputs.converted(), workers: one)[0]
    let values = first.elements.map(\.magnitude).sorted()
    #expect(softnesses(network) == [40, 20, 10, 4, 1.5].map { values[values.count / 2] / $0 })
    #expect(softnesses(network)[0] > before[0])
  }

  @Test(arguments: [0x1p-9, 0x1p-2, 0x1p6])
  func `a rescaled ReLU network has rescaled softnesses and the same adversarial examples`(
    factor: Double
  ) throws {
    let network = try Toy.network(.relu)
    let tensors = network.architecture.layout.tensors
    var rescaled = network
    for tensor in [tensors[0], tensors[1], tensors[3]] {
      for index in tensor.range { rescaled.parameters[index] *= factor }
    }
    for index in tensors[4].range { rescaled.parameters[index] /= factor }
    #expect(softnesses(rescaled) == softnesses(network).map { $0 * factor })
    for attack in [
      ProjectedGradientDescent(steps: 20, restarts: 1), LimitedMemoryBFGS(iterations: 20),
    ] as [any Attack] {
      func run(_ network: Network<Double>) -> AttackResult {
        SoftnessSweep(attack, softnesses: softnesses(network))(
          network, on: examples, within: threat, workers: one)
      }
      let (before, after) = (run(network), run(rescaled))
      // Powers of two change no digit of a logit or a gradient.
      #expect(after.adversarial == before.adversarial)
      #expect(after.outcomes == before.outcomes)
      #expect(before.successes > 0 && before.successes < examples.count)
    }
  }

  func network(_ layers: [Layer]) throws -> Network<Double> {
    let architecture = try Architecture(input: .vector(10), layers: layers + [.dense(units: 3)])
    var generator = SeededGenerator(seed: 3, purpose: "sweep")
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
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
    for activation in Activation.allCases.filter(\.largestSlope.isFinite) {
      let network = try Toy.network(activation).multiplyingHiddenLayers(by: 3)
      let attack = ProjectedGradientDescent(steps: 10, restarts: 1)
      let exact = attack(network, on: examples, within: threat, workers: one)
      let swept = SoftnessSweep(attack, softnesses: [0.2, 1, 2, 5])(
        network, on: examples, within: threat, workers: one)
      for index in examples.labels.indices where exact.outcomes[index].isBroken {
        #expect(swept.outcomes[index].isBroken)
        #expect(swept.adversarial.row(index) == exact.adversarial.row(index))
      }
      #expect(swept.survivors.allSatisfy { !exact.outcomes[$0].isBroken })
    }
  }
}
