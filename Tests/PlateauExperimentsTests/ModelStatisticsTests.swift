import PlateauExperiments
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Statistics of convolutional and residual networks")
struct ModelStatisticsTests {
  private func network(_ architecture: Architecture) -> Network<Double> {
    var generator = SeededGenerator(seed: 4, purpose: "network")
    let random = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    return Network<Double>(random)
  }

  private func kurtosis(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    func moment(_ order: Int) -> Double {
      values.reduce(0) { sum, value in
        sum + (0..<order).reduce(1) { product, _ in product * (value - mean) }
      } / Double(values.count)
    }
    return moment(4) / (moment(2) * moment(2)) - 3
  }

  @Test func `weights of a convolution are all entries of its kernels`() throws {
    let network = network(
      try .convolutional(
        input: InputShape(channels: 2, height: 8, width: 8), channels: [3, 4], units: 5,
        activation: .sigmoid, classes: 3))
    let weights = ModelStatistics(network).weights
    #expect(weights.map(\.name) == ["layer 1", "layer 2", "layer 3", "layer 4"])
    #expect(weights.map(\.distribution.count) == [3 * 2 * 25, 4 * 3 * 25, 5 * 4 * 4, 3 * 5])
    let kernels = Array(network.parameters[0..<150])
    let found = try #require(weights[0].distribution.excessKurtosis)
    // Sums of 150 numbers.
    #expect(abs(found - kurtosis(kernels)) <= 1e-12)
    let inputs = Matrix<Float>(rows: 4, columns: 128, repeating: 0.5)
    let activities = try ModelStatistics(network).activities(
      on: inputs, workers: Workers(threads: 1))
    #expect(activities.map(\.name) == ["layer 1", "layer 2", "layer 3"])
    #expect(activities.map(\.distribution.count) == [4 * 3 * 64, 4 * 4 * 16, 4 * 5])
  }

  @Test func `weights of a residual network are numbered by the layer they lead to`() throws {
    let network = network(
      try .residual(
        input: InputShape(channels: 1, height: 6, width: 6), channels: [2, 3], blocks: 1,
        activation: .tanh, classes: 3))
    let weights = ModelStatistics(network).weights
    #expect(
      weights.map(\.name) == [
        "layer 1", "layer 2", "layer 3", "layer 4", "layer 5, weight 1", "layer 5, weight 2",
        "layer 6",
      ])
    // The shortcut of the second group is a convolution of 1×1 pixel.
    #expect(weights.map(\.distribution.count) == [18, 36, 36, 54, 81, 6, 9])
    #expect(network.architecture.hiddenWidths.count == 5)
  }

  @Test func `an analysis takes all weights that lead to a layer`() throws {
    let network = network(
      try Architecture(
        input: SmallData.shape,
        layers: [
          .convolution(Convolution(channels: 2, window: Window(3, padding: 1))),
          .activation(.sigmoid), .averagePooling(Pooling(2)), .activation(.tanh),
          .convolution(Convolution(channels: 2, window: Window(1))), .activation(.sigmoid),
          .convolution(Convolution(channels: 2, window: Window(1))), .add(layer: 5), .flatten,
          .dense(units: 3),
        ]))
    let plan = AnalysisPlan(
      pairs: [.init(from: 0, to: 1)], jacobianExamples: 2, stimuli: 20, points: 3)
    let finding = try #require(
      try Analysis(
        network, on: SmallData.examples(30, seed: 1), plan: plan, workers: Workers(threads: 2)
      ).run(model: "model", data: "small"))
    let layers = finding.record.layers
    #expect(layers.map(\.name) == ["layer 1", "layer 2", "layer 3", "logits"])
    #expect(layers.map(\.units) == network.architecture.hiddenWidths + [3])
    let tensors = network.architecture.layout.tensors.filter(\.isWeight)
    // The second nonlinearity has no weights of its own; the logits have a convolution's, too.
    #expect(
      layers.map(\.weights.count)
        == [
          tensors[0].range.count, tensors[0].range.count, tensors[1].range.count,
          tensors[2].range.count + tensors[3].range.count,
        ])
  }
}
