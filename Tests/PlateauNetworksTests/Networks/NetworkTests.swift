import GoldenValues
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Networks")
struct NetworkTests {
  let workers = Workers(threads: 2)

  func architecture() throws -> Architecture {
    try Architecture.multilayerPerceptron(
      input: .vector(2), widths: [2], activation: .relu, classes: 2)
  }

  @Test func `compute what their parameters say`() throws {
    // Hidden units x₀ − x₁ and 2x₁ − 1, logits h₀ + h₁ + ½ and −h₁.
    let network = try Network<Double>(
      architecture(), parameters: [1, -1, 0, 2, 0, -1, 1, 1, 0, -1, 0.5, 0])
    let inputs = Matrix<Double>(rows: 3, columns: 2, elements: [3, 1, 0, 2, 1, 0])
    #expect(network.logits(of: inputs, workers: workers).elements == [3.5, -1, 3.5, -3, 1.5, 0])
    #expect(
      network.hiddenActivities(of: inputs, workers: workers)[0].elements == [2, 1, 0, 3, 1, 0])
    #expect(
      network.hiddenPreActivations(of: inputs, workers: workers)[0].elements
        == [2, 1, -2, 3, 1, -1])
    let bias = network.architecture.layout.tensors[3]
    #expect(network[bias] == [0.5, 0])
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `give activities and pre-activations of every layer`(activation: Activation) throws {
    // More examples than go through a pass together.
    let example = try RandomCase<Double>(
      [
        .dense(units: 5), .activation(activation), .dense(units: 3), .dense(units: 4),
        .activation(activation),
      ], rows: 300)
    let plain = PlainNetwork(example.network)
    let before = example.network.hiddenPreActivations(of: example.inputs, workers: workers)
    let after = example.network.hiddenActivities(of: example.inputs, workers: workers)
    let logits = example.network.logits(of: example.inputs, workers: workers)
    let kinds = [activation, nil, activation]
    for row in stride(from: 0, to: 300, by: 7) {
      let expected = plain.preActivations(Array(example.inputs.row(row)))
      for (layer, kind) in kinds.enumerated() {
        #expect(relativeError(Array(before[layer].row(row)), expected[layer]) <= 1e-13)
        let activities = expected[layer].map { PlainNetwork.value(kind, $0, nil) }
        #expect(relativeError(Array(after[layer].row(row)), activities) <= 1e-13)
      }
      #expect(relativeError(Array(logits.row(row)), expected[3]) <= 1e-13)
    }
  }

  @Test func `take an empty batch`() throws {
    let example = try RandomCase<Float>.perceptron(.sigmoid)
    let none = Matrix<Float>(rows: 0, columns: 8)
    #expect(example.network.logits(of: none, workers: workers) == Matrix(rows: 0, columns: 4))
    let gradient = example.network.inputGradient(
      of: .margin, at: none, labels: [], rule: .stable, workers: workers)
    #expect(gradient.mantissas.rows == 0 && gradient.exponents.isEmpty)
  }

  @Test func `refuse another number of parameters`() throws {
    let error = #expect(throws: NetworkError.self) {
      try Network<Float>(architecture(), parameters: [1, 2, 3])
    }
    #expect(error?.message == "The architecture 2-2-2 has 12 parameters; 3 were given.")
  }

  @Test func `refuse parameters that are not finite`() throws {
    var parameters = [Float](repeating: 0, count: 12)
    parameters[11] = .infinity
    let error = #expect(throws: NetworkError.self) {
      try Network(architecture(), parameters: parameters)
    }
    #expect(
      error?.message
        == "Tensor 'layers.1.bias' holds inf at index 1; every parameter must be finite.")
    parameters[2] = .nan
    let first = #expect(throws: NetworkError.self) {
      try Network(architecture(), parameters: parameters)
    }
    #expect(
      first?.message
        == "Tensor 'layers.0.weight' holds nan at index 2; every parameter must be finite.")
  }

  @Test func `a gain multiplies every layer but the last, and a logit factor the last`() throws {
    let parameters = (1...12).map { Double($0) }
    let network = try Network(architecture(), parameters: parameters)
    #expect(
      network.multiplyingHiddenLayers(by: 3).parameters
        == [3, 6, 9, 12, 15, 18, 7, 8, 9, 10, 11, 12])
    #expect(
      network.multiplyingLogits(by: 10).parameters
        == [1, 2, 3, 4, 5, 6, 70, 80, 90, 100, 110, 120])
    #expect(network.parameters == parameters)
    let inputs = Matrix<Double>(rows: 1, columns: 2, elements: [0.5, 0.25])
    let logits = network.logits(of: inputs, workers: workers).elements
    let scaled = network.multiplyingLogits(by: 4).logits(of: inputs, workers: workers).elements
    #expect(scaled == logits.map { 4 * $0 })
  }

  @Test func `change precision by rounding to nearest`() throws {
    let parameters = (0..<12).map { 1 / Double($0 + 3) }
    let double = try Network(architecture(), parameters: parameters)
    let single = Network<Float>(double)
    #expect(single.parameters == parameters.map { Float($0) })
    #expect(Network<Double>(single).parameters == parameters.map { Double(Float($0)) })
    #expect(Network<Double>(double) == double)
  }

  @Test(arguments: Initializer.allCases)
  func `start from parameters within the bounds of their initializer`(
    initializer: Initializer
  ) throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(50), widths: [80], activation: .relu, classes: 10)
    var generator = SeededGenerator(seed: 20)
    let network = Network<Double>(architecture, initializer: initializer, using: &generator)
    for tensor in architecture.layout.tensors {
      let inputs = tensor.name.contains("layers.0") ? 50.0 : 80
      let outputs = tensor.name.contains("layers.0") ? 80.0 : 10
      let values = network[tensor]
      guard tensor.isWeight || initializer == .uniformFanIn else {
        #expect(values.allSatisfy { $0 == 0 })
        continue
      }
      let bound =
        switch initializer {
        case .uniformFanIn: 1 / inputs.squareRoot()
        case .glorotUniform: (6 / (inputs + outputs)).squareRoot()
        case .heUniform: (6 / inputs).squareRoot()
        case .intervalNormal: (2 * Double.pi).squareRoot() / inputs
        }
      let largest = values.map { abs($0) }.max() ?? 0
      let mean = values.reduce(0, +) / Double(values.count)
      if initializer == .intervalNormal {
        // The mean of n normal numbers has a standard deviation of σ / √n, that of their squares,
        // in units of σ², one of √(2/n).
        let count = Double(values.count)
        let square = values.reduce(0) { $0 + $1 * $1 } / count
        #expect(abs(mean) < 5 * bound / count.squareRoot())
        #expect(abs(square / (bound * bound) - 1) < 5 * (2 / count).squareRoot())
        #expect(largest > 2 * bound && largest < 6 * bound)
        continue
      }
      #expect(largest <= bound)
      // Of n uniform numbers the largest is below 0.6 of the bound with probability 0.6ⁿ; the
      // mean has a standard deviation of bound / √(3n).
      #expect(largest > 0.6 * bound)
      #expect(abs(mean) < 5 * bound / (3 * Double(values.count)).squareRoot())
    }
    var again = SeededGenerator(seed: 20)
    #expect(Network<Double>(architecture, initializer: initializer, using: &again) == network)
    var other = SeededGenerator(seed: 20)
    let single = Network<Float>(architecture, initializer: initializer, using: &other)
    #expect(single == Network<Float>(network))
  }
}
