import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Evaluators of several threads")
struct SharedEvaluatorTests {
  private func network() throws -> Network<Double> {
    let architecture = try Architecture(
      input: InputShape(channels: 2, height: 6, width: 6),
      layers: [
        .convolution(Convolution(channels: 5, window: Window(3, padding: 1))),
        .batchNormalization(epsilon: 1e-3), .activation(.relu),
        .convolution(Convolution(channels: 4, window: Window(3))), .activation(.tanh), .flatten,
        .dense(units: 3),
      ])
    var generator = SeededGenerator(seed: 5, purpose: "network")
    return Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
  }

  private func gradient<Element: Scalar>(
    _ evaluator: any Evaluator<Element>, at inputs: RowBuffer<Element>
  ) -> ([Element], [Element]) {
    let logits = RowBuffer<Element>(capacity: inputs.count, columns: 3)
    let gradient = RowBuffer<Element>(capacity: inputs.count, columns: inputs.columns)
    evaluator.gradient(
      of: .crossEntropy, at: inputs, labels: (0..<inputs.count).map { Int32($0 % 3) },
      rule: .stable, into: gradient, logits: logits)
    return (logits.matrix().elements, gradient.matrix().elements)
  }

  private func check<Element: Scalar>(_ type: Element.Type) throws {
    let network = try network()
    let inputs = RowBuffer<Element>(capacity: 7, columns: 72)
    var generator = SeededGenerator(seed: 6, purpose: "inputs")
    for row in 0..<7 {
      for column in 0..<72 { inputs[row, column] = Element(generator.uniform()) }
    }
    let alone = gradient(network.makeEvaluator(type, capacity: 7), at: inputs)
    // In any order: the way back is prepared by whoever takes it first.
    for evaluator in network.makeEvaluators(type, capacity: 7, count: 3).reversed() {
      let shared = gradient(evaluator, at: inputs)
      #expect(shared.0 == alone.0 && shared.1 == alone.1)
    }
  }

  @Test func `they share what they read, and compute the same bits`() throws {
    try check(Float.self)
    try check(Double.self)
  }

  @Test func `parameters in another precision are rounded to nearest, one by one`() throws {
    let network = try network()
    let narrow = Network<Float>(network)
    #expect(narrow.parameters == network.parameters.map { Float($0) })
    #expect(Network<Double>(narrow).parameters == narrow.parameters.map { Double($0) })
    #expect(Network<Double>(network).parameters == network.parameters)
  }

  @Test func `an attack tells how far it is, and finds the same`() throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(90, seed: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.05)
    let attack = ProjectedGradientDescent(steps: 3, restarts: 4)
    let workers = Workers(threads: 1)
    var shares: [Double] = []
    let watched = attack(
      network, on: examples, within: threat, workers: workers, progress: { shares.append($0) })
    #expect(watched == attack(network, on: examples, within: threat, workers: workers))
    // Two shards with four starts each.
    #expect(shares == (1...8).map { Double($0) / 8 })
    // More threads than shards, of which any may take one.
    #expect(
      watched
        == attack(network, on: examples, within: threat, workers: Workers(threads: 7)))
  }
}
