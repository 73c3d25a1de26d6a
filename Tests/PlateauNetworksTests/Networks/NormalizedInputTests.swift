import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Networks for inputs in other units")
struct NormalizedInputTests {
  private let workers = Workers(threads: 1)

  private func inputs(_ rows: Int, _ columns: Int, _ lower: Double, _ upper: Double)
    -> Matrix<Double>
  {
    var generator = SeededGenerator(seed: 4, purpose: "inputs")
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Double(Float(generator.uniform(lower, upper))) })
  }

  private func network(_ architecture: Architecture) -> Network<Double> {
    var generator = SeededGenerator(seed: 2, purpose: "network")
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  @Test func `a residual network computes what it does of normalized inputs`() throws {
    let shape = InputShape(channels: 3, height: 6, width: 4)
    let network = network(
      try .residual(
        input: shape, channels: [4, 6], blocks: 1, activation: .tanh, classes: 5))
    let (means, deviations) = ([120.0, 100, 90], [60.0, 50, 70])
    let wrapped = try network.normalizingInputs(means: means, deviations: deviations)
    let x = inputs(7, shape.count, 0, 255)
    var normalized = x
    for index in x.elements.indices {
      let channel = index % shape.count / 24
      normalized.elements[index] = (x.elements[index] - means[channel]) / deviations[channel]
    }
    let expected = network.logits(of: normalized, workers: workers)
    let found = wrapped.logits(of: x, workers: workers)
    // 7 layers of sums of up to 54 products: some hundred roundings of numbers near 1.
    for (a, b) in zip(expected.elements, found.elements) { #expect((a - b).magnitude < 1e-12) }
    #expect(wrapped.parameters == network.parameters)
    #expect(wrapped.architecture.layers.count == network.architecture.layers.count + 1)
  }

  @Test func `powers of two change no bit`() throws {
    let network = network(
      try .multilayerPerceptron(
        input: InputShape(channels: 1, height: 3, width: 3), widths: [5, 4], activation: .sigmoid,
        classes: 3))
    let x = inputs(9, 9, 0, 1)
    var scaled = x
    for index in x.elements.indices { scaled.elements[index] *= 256 }
    let wrapped = try network.normalizingInputs(means: [0], deviations: [256])
    #expect(
      wrapped.logits(of: scaled, workers: workers) == network.logits(of: x, workers: workers))
  }

  @Test func `one number stands for all channels, another count is refused`() throws {
    let network = network(
      try .convolutional(
        input: InputShape(channels: 3, height: 6, width: 6), channels: [2], units: 4,
        activation: .relu, classes: 2))
    #expect(
      try network.normalizingInputs(means: [0.5], deviations: [2])
        == network.normalizingInputs(means: [0.5, 0.5, 0.5], deviations: [2, 2, 2]))
    for (means, deviations) in [([0.0, 1], [1.0]), ([0], [0]), ([.nan], [1])] {
      #expect(throws: NetworkError.self) {
        try network.normalizingInputs(means: means, deviations: deviations)
      }
    }
  }
}
