import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Data in other units: the box, epsilon and inputs multiplied, the network divided again.
@Suite("Attacks in the units of the data")
struct ScaledBoxTests {
  static let attacks: [any Attack] = [
    FastGradientSign(), BasicIterativeMethod(steps: 5, relativeStep: 0.25),
    ProjectedGradientDescent(steps: 5, restarts: 2), MomentumIterativeMethod(steps: 5),
    GradientDescent(steps: 20), GradientSign(steps: 20),
    AutoProjectedGradientDescent(steps: 10),
    AutoProjectedGradientDescent(loss: .logitRatio, steps: 10, targets: 2),
    FastAdaptiveBoundary(steps: 5, restarts: 2), FastAdaptiveBoundary(steps: 5, targets: 2),
    SquareAttack(queries: 50), HopSkipJump(queries: 200),
    CarliniWagner(searchSteps: 3, iterations: 20), DeepFool(steps: 10),
    LimitedMemoryBFGS(searchSteps: 3, iterations: 20), RandomNoise(draws: 20),
  ]

  static func scaled(_ examples: Examples, by factor: Float) -> Examples {
    Examples(
      inputs: Matrix(
        rows: examples.count, columns: examples.inputs.columns,
        elements: examples.inputs.elements.map { $0 * factor }),
      labels: examples.labels, classCount: examples.classCount, shape: examples.shape)
  }

  private func run(
    _ attack: any Attack, _ norm: Norm, factor: Double, _ network: Network<Double>,
    _ examples: Examples, _ options: AttackOptions
  ) -> AttackResult {
    attack.callAsFunction(
      network, on: Self.scaled(examples, by: Float(factor)),
      within: ThreatModel(
        norm: norm, epsilon: (norm == .l2 ? 0.25 : 0.125) * factor, bounds: 0...factor),
      options: options, workers: Workers(threads: 1))
  }

  @Test("A scale that is a power of two changes no bit", arguments: attacks.indices)
  func exact(index: Int) throws {
    let attack = Self.attacks[index]
    let network = try Toy.network(.sigmoid)
    let unit = try network.normalizingInputs(means: [0], deviations: [1])
    let scaled = try network.normalizingInputs(means: [0], deviations: [256])
    let examples = Toy.examples(24, seed: 12)
    for norm in [Norm.lInfinity, .l2] {
      for options in [
        AttackOptions(seed: 7), AttackOptions(rule: .naive, precision: .float, seed: 7),
        AttackOptions(keepsSmallest: true, seed: 7),
      ] {
        let first = run(attack, norm, factor: 1, unit, examples, options)
        let second = run(attack, norm, factor: 256, scaled, examples, options)
        #expect(first.adversarial.elements.map { $0 * 256 } == second.adversarial.elements)
        #expect(first.outcomes.map(\.isSuccess) == second.outcomes.map(\.isSuccess))
        #expect(first.outcomes.map(\.queries) == second.outcomes.map(\.queries))
        #expect(first.outcomes.map(\.stop) == second.outcomes.map(\.stop))
      }
    }
  }

  @Test("Any other scale changes hardly anything", arguments: attacks.indices)
  func near(index: Int) throws {
    let attack = Self.attacks[index]
    let network = try Toy.network(.sigmoid)
    let scaled = try network.normalizingInputs(means: [0], deviations: [255])
    let examples = Toy.examples(24, seed: 12)
    for norm in [Norm.lInfinity, .l2] {
      let options = AttackOptions(seed: 7)
      let first = run(attack, norm, factor: 1, network, examples, options)
      let second = run(attack, norm, factor: 255, scaled, examples, options)
      #expect(first.cleanAccuracy == second.cleanAccuracy)
      // A search can go another way at a decision that rounding turns: one example of 24.
      #expect((first.robustAccuracy - second.robustAccuracy).magnitude < 1.5 / 24)
      let bound = norm == .l2 ? 0.25 * 255 : 0.125 * 255
      #expect(second.outcomes.allSatisfy { $0.size.size(in: norm) <= bound })
      #expect(second.adversarial.elements.allSatisfy { (0...255).contains($0) })
    }
  }

  @Test("A box around 0 is kept, too", arguments: attacks.indices)
  func centered(index: Int) throws {
    // x = 2u − 1 for u in [0, 1].
    let network = try Toy.network(.sigmoid).normalizingInputs(means: [-1], deviations: [2])
    let plain = Toy.examples(24, seed: 12)
    let examples = Examples(
      inputs: Matrix(
        rows: plain.count, columns: plain.inputs.columns,
        elements: plain.inputs.elements.map { 2 * $0 - 1 }),
      labels: plain.labels, classCount: 3, shape: plain.shape)
    for norm in [Norm.lInfinity, .l2] {
      let threat = ThreatModel(norm: norm, epsilon: 0.5, bounds: -1...1)
      let result = Self.attacks[index].callAsFunction(
        network, on: examples, within: threat, options: AttackOptions(seed: 7),
        workers: Workers(threads: 1))
      #expect(result.adversarial.elements.allSatisfy { (-1...1).contains($0) })
      #expect(result.outcomes.allSatisfy { $0.size.size(in: norm) <= 0.5 })
    }
  }

  @Test("Two classes and a hundred are attacked", arguments: [2, 100])
  func classes(count: Int) throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(10), widths: [8], activation: .sigmoid, classes: count)
    var generator = SeededGenerator(seed: 3, purpose: "classes")
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    let plain = Toy.examples(12, seed: 12)
    let logits = network.logits(of: plain.inputs.converted(), workers: Workers(threads: 1))
    let labels = (0..<plain.count).map { row in
      let scores = Array(logits.row(row))
      return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
    let examples = Examples(
      inputs: plain.inputs, labels: labels, classCount: count, shape: plain.shape)
    for attack in Self.attacks {
      let result = attack.callAsFunction(
        network, on: examples, within: ThreatModel(norm: .lInfinity, epsilon: 0.3),
        options: AttackOptions(seed: 7), workers: Workers(threads: 1))
      #expect(result.cleanAccuracy == 1)
    }
  }
}
