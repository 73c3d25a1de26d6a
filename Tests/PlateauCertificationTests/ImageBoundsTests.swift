import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Bounds of convolutional and residual networks")
struct ImageBoundsTests {
  // Values near 10 of sums of 20 products are computed to some 10⁻¹⁴ in each of a few layers.
  @Test(
    "No point of the ball lies outside", arguments: Cases.Images.allCases, Norm.allCases)
  func samples(_ images: Cases.Images, _ norm: Norm) throws {
    let network = try images.network(seed: 4)
    let examples = Cases.examples(6, features: Cases.image.count, classes: 4, seed: 5)
    let epsilon = norm == .l2 ? 0.5 : 0.1
    let threat = ThreatModel(norm: norm, epsilon: epsilon)
    let certificate = IntervalBounds(network)
    let margins = certificate.margins(of: examples, within: threat, workers: Cases.workers)
    let centers = examples.inputs.converted(to: Double.self)
    let layers = certificate.layers(of: centers, within: threat, workers: Cases.workers)
    #expect(layers.map(\.lower.columns) == network.architecture.hiddenWidths + [4])
    var generator = SeededGenerator(seed: 6, purpose: "samples")
    for trial in 0..<60 {
      var points = centers
      for row in 0..<points.rows {
        var steps = (0..<points.columns).map { _ in
          trial % 2 == 0 ? Double(generator.below(2)) * 2 - 1 : generator.uniform() * 2 - 1
        }
        if norm == .l2 {
          let length = steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
          steps = steps.map { $0 / length }
        }
        for column in 0..<points.columns {
          points[row, column] = min(max(points[row, column] + epsilon * steps[column], 0), 1)
        }
      }
      let logits = network.logits(of: points, workers: Cases.workers)
      for (margin, bound) in zip(Cases.margins(logits, examples.labels), margins) {
        #expect(margin >= bound - 1e-12)
      }
      let values = network.hiddenPreActivations(of: points, workers: Cases.workers) + [logits]
      for (values, bounds) in zip(values, layers) {
        let places = values.elements.indices
        #expect(places.allSatisfy { values.elements[$0] >= bounds.lower.elements[$0] - 1e-12 })
        #expect(places.allSatisfy { values.elements[$0] <= bounds.upper.elements[$0] + 1e-12 })
      }
    }
  }

  @Test(
    "Without a ball bounds are the values, and they widen with epsilon", arguments: Norm.allCases)
  func epsilons(_ norm: Norm) throws {
    for images in Cases.Images.allCases {
      let network = try images.network(seed: 7)
      let examples = Cases.examples(5, features: Cases.image.count, classes: 4, seed: 8)
      let bounds = IntervalBounds(network)
      let logits = network.logits(
        of: examples.inputs.converted(to: Double.self), workers: Cases.workers)
      var before = Cases.margins(logits, examples.labels).map { $0 + 1e-12 }
      for epsilon in [0, 1e-6, 0.01, 0.2, 3] {
        let threat = ThreatModel(norm: norm, epsilon: epsilon)
        let margins = bounds.margins(of: examples, within: threat, workers: Cases.workers)
        for index in margins.indices { #expect(margins[index] <= before[index]) }
        if epsilon == 0 {
          for index in margins.indices { #expect(margins[index] >= before[index] - 1e-11) }
        }
        before = margins
      }
    }
  }

  /// The same network with each convolution written out as a dense layer.
  private func dense(_ network: Network<Double>, _ windows: [Window]) throws -> Network<Double> {
    var shape = Cases.image
    var layers: [Layer] = []
    var parameters: [Double] = []
    let tensors = network.architecture.layout.tensors
    for (index, window) in windows.enumerated() {
      let (weights, biases) = (network[tensors[2 * index]], network[tensors[2 * index + 1]])
      let height =
        (shape.height + window.padding.top + window.padding.bottom - window.height)
        / window.verticalStride + 1
      let width =
        (shape.width + window.padding.left + window.padding.right - window.width)
        / window.horizontalStride + 1
      let pixels = height * width
      var matrix = [Double](repeating: 0, count: biases.count * pixels * shape.count)
      for unit in 0..<biases.count * pixels {
        let (out, row, column) = (unit / pixels, unit % pixels / width, unit % width)
        for tap in 0..<shape.channels * window.height * window.width {
          let channel = tap / (window.height * window.width)
          let y =
            row * window.verticalStride + tap / window.width % window.height
            - window.padding.top
          let x = column * window.horizontalStride + tap % window.width - window.padding.left
          guard (0..<shape.height).contains(y), (0..<shape.width).contains(x) else { continue }
          let place = unit * shape.count + (channel * shape.height + y) * shape.width + x
          matrix[place] =
            weights[weights.startIndex + out * tensors[2 * index].fanIn + tap]
        }
      }
      parameters += matrix
      parameters += biases.flatMap { Array(repeating: $0, count: pixels) }
      layers += [.dense(units: biases.count * pixels), .activation(.tanh)]
      shape = InputShape(channels: biases.count, height: height, width: width)
    }
    parameters += tensors.suffix(2).flatMap { Array(network[$0]) }
    return try Network(
      Architecture(input: Cases.image, layers: layers + [.dense(units: 4)]),
      parameters: parameters)
  }

  // Bounds of both are those of exact arithmetic but for some γ₃₀ ≈ 3·10⁻¹⁵ of the magnitudes.
  @Test("A convolution has the bounds of its matrix", arguments: [0, 1], Norm.allCases)
  func matrices(_ padding: Int, _ norm: Norm) throws {
    // At the edges in ℓ2 a matrix has shorter rows than the kernel, and tighter bounds.
    let windows = [Window(3, stride: 2, padding: padding), Window(2, padding: padding)]
    let layers = windows.flatMap { window in
      [Layer.convolution(Convolution(channels: 3, window: window)), .activation(.tanh)]
    }
    let network = try Cases.network(
      Architecture(input: Cases.image, layers: layers + [.flatten, .dense(units: 4)]), gain: 2,
      seed: 9)
    let same = try dense(network, windows)
    let examples = Cases.examples(9, features: Cases.image.count, classes: 4, seed: 10)
    let inputs = examples.inputs.converted(to: Double.self)
    let threat = ThreatModel(norm: norm, epsilon: 0.1)
    let (first, second) = (IntervalBounds(network), IntervalBounds(same))
    let pairs = zip(
      first.layers(of: inputs, within: threat, workers: Cases.workers),
      second.layers(of: inputs, within: threat, workers: Cases.workers))
    let isEqual = norm == .lInfinity || padding == 0
    for (own, other) in pairs {
      for index in own.lower.elements.indices {
        let lower = other.lower.elements[index] - own.lower.elements[index]
        let upper = own.upper.elements[index] - other.upper.elements[index]
        #expect(min(lower, upper) >= -1e-12)
        if isEqual { #expect(max(lower, upper) <= 1e-12) }
      }
    }
    let margins = zip(
      first.margins(of: examples, within: threat, workers: Cases.workers),
      second.margins(of: examples, within: threat, workers: Cases.workers))
    for (own, other) in margins {
      #expect(own <= other + 1e-12)
      if isEqual { #expect(own >= other - 1e-12) }
    }
  }

  @Test("In ℓ2 a normalization of the input scales the ball")
  func normalizedBall() throws {
    let shape = InputShape(channels: 1, height: 2, width: 3)
    let constants = ChannelNormalization(means: [0.25], deviations: [0.125])
    let network = try Cases.network(
      Architecture(input: shape, layers: [.normalization(constants), .dense(units: 3)]), gain: 1,
      seed: 11)
    // W·(x − ¼)·8 + b
    let weights = Array(network.parameters.prefix(18))
    let biases = network.parameters.suffix(3).enumerated().map { unit, bias in
      bias - 2 * weights[6 * unit..<6 * unit + 6].reduce(0, +)
    }
    let merged = try Network(
      Architecture(input: shape, layers: [.dense(units: 3)]),
      parameters: weights.map { 8 * $0 } + biases)
    let examples = Cases.examples(9, features: 6, classes: 3, seed: 12)
    let threat = ThreatModel(norm: .l2, epsilon: 0.2)
    let margins = zip(
      IntervalBounds(network).margins(of: examples, within: threat, workers: Cases.workers),
      IntervalBounds(merged).margins(of: examples, within: threat, workers: Cases.workers))
    for (own, other) in margins { #expect(abs(own - other) <= 1e-12) }
    #expect(!LinearCertificate.applies(to: network) && LinearCertificate.applies(to: merged))
  }

  @Test("Examples do not depend on others, nor on the number of threads")
  func threads() throws {
    let network = try Cases.Images.residual.network(seed: 13)
    let examples = Cases.examples(150, features: Cases.image.count, classes: 4, seed: 14)
    let threat = ThreatModel(norm: .l2, epsilon: 0.1)
    let bounds = IntervalBounds(network)
    let margins = bounds.margins(of: examples, within: threat, workers: Workers(threads: 1))
    #expect(margins == bounds.margins(of: examples, within: threat, workers: Workers(threads: 3)))
    let few = bounds.margins(of: examples.prefix(7), within: threat, workers: Cases.workers)
    for (own, other) in zip(few, margins) { #expect(abs(own - other) <= 1e-12) }
  }

  @Test("A convolution without a nonlinearity is not taken for a dense layer")
  func linear() throws {
    let network = try Cases.Images.linear.network(seed: 15)
    #expect(network.architecture.hiddenWidths.isEmpty)
    let examples = Cases.examples(5, features: Cases.image.count, classes: 4, seed: 16)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.01)
    #expect(
      Certificate.margins(network, examples, within: threat, workers: Cases.workers)
        == IntervalBounds(network).margins(of: examples, within: threat, workers: Cases.workers))
  }
}
