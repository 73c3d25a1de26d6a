import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Streamed statistics of activities")
struct ActivityStatisticsTests {
  private static let shape = InputShape(channels: 2, height: 6, width: 6)

  static let architectures: [@Sendable () throws -> Architecture] = [
    {
      try .multilayerPerceptron(input: shape, widths: [9, 5], activation: .tanh, classes: 3)
    },
    {
      try .convolutional(
        input: shape, channels: [3], units: 6, activation: .sigmoid, classes: 3)
    },
    {
      try .residual(
        input: shape, channels: [3, 4], blocks: 1, activation: .clippedReLU, classes: 4)
    },
  ]

  static func network(_ architecture: Architecture) -> Network<Double> {
    var generator = SeededGenerator(seed: 2, purpose: "network")
    let random = Network<Float>(architecture, initializer: .glorotUniform, using: &generator)
    return Network<Double>(random).multiplyingHiddenLayers(by: 4)
  }

  static func inputs(_ count: Int) -> Matrix<Float> {
    var generator = SeededGenerator(seed: 3, purpose: "inputs")
    var inputs = Matrix<Float>(rows: count, columns: shape.count)
    for index in inputs.elements.indices { inputs.elements[index] = Float(generator.uniform()) }
    return inputs
  }

  @Test(arguments: architectures.indices, [nil, -2.0...3.0])
  func `they are those of all activities at once`(
    index: Int, range: ClosedRange<Double>?
  ) throws {
    let network = Self.network(try Self.architectures[index]())
    // Several shards, of which the last one is not full.
    let inputs = Self.inputs(300)
    let workers = Workers(threads: 2)
    let ranges = network.architecture.hiddenWidths.map { _ in range }
    let found = try network.activityStatistics(
      at: inputs, in: ranges, bins: 17, workers: workers)
    let wide = inputs.converted(to: Double.self)
    let hidden = network.hiddenLayers(at: wide, workers: workers)
    #expect(found.logits == network.logits(of: wide, workers: workers))
    #expect(found.layers.count == hidden.count + 1)
    #expect(found.layers.dropLast().map(\.saturatedFraction) == hidden.map(\.saturatedFraction))
    #expect(found.layers.last?.saturatedFraction == nil)
    for (layer, values) in zip(found.layers, hidden.map(\.activities) + [found.logits]) {
      let isLogits = values.columns == network.architecture.classCount
      let expected = Distribution(
        of: values.elements, in: isLogits ? nil : range, bins: 17)
      let distribution = layer.distribution
      #expect(distribution.count == expected.count)
      #expect(distribution.minimum == expected.minimum && distribution.maximum == expected.maximum)
      #expect(distribution.histogram == expected.histogram)
      // Both sum n values of one magnitude at most: n · 2⁻⁵³ of the largest.
      let error = Double(expected.count) * 0x1p-53
      let largest = max(expected.minimum.magnitude, expected.maximum.magnitude)
      #expect(abs(distribution.mean - expected.mean) <= error * largest)
      // The square root halves the error of the sum of squares, which are positive.
      #expect(
        abs(distribution.standardDeviation - expected.standardDeviation)
          <= error * expected.standardDeviation)
      let kurtosis = try #require(distribution.excessKurtosis)
      let whole = try #require(expected.excessKurtosis)
      // m₄/m₂² has three such errors, relative to itself.
      #expect(abs(kurtosis - whole) <= 4 * error * (whole + 3))
    }
  }

  @Test func `every number of threads gives the same bits`() throws {
    let network = Self.network(try Self.architectures[2]())
    let inputs = Self.inputs(300)
    let one = try network.activityStatistics(at: inputs, workers: Workers(threads: 1))
    for threads in [2, 3] {
      let other = try network.activityStatistics(at: inputs, workers: Workers(threads: threads))
      #expect(other == one)
    }
  }

  @Test func `an overflow is named by layer, example and unit as users see them`() throws {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 2, width: 2),
      layers: [
        .convolution(Convolution(channels: 2, window: Window(1))), .activation(.relu), .flatten,
        .dense(units: 2),
      ])
    // The second channel is 1e308 times the input: of 10 it is infinite.
    let network = try Network<Double>(
      architecture, parameters: [1, 1e308, 0, 0] + Array(repeating: 0, count: 18))
    var inputs = Matrix<Float>(rows: 200, columns: 4, repeating: 0.5)
    inputs[170, 2] = 10
    inputs[171, 0] = 10
    let error = #expect(throws: NonFiniteActivity.self) {
      try network.activityStatistics(at: inputs, workers: Workers(threads: 2))
    }
    // Channel 1, the third pixel.
    #expect(error?.layer == 0 && error?.example == 170 && error?.unit == 6)
    #expect(error?.value == .infinity)
  }
}
