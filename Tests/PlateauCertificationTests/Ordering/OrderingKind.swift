import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The kinds of networks of which random instances are made.
enum OrderingKind: String, CaseIterable, Sendable {
  case relu, clippedReLU, sigmoid, tanh
  case reluImages, clippedReLUImages, sigmoidImages, tanhImages
  case pooledReLUImages, pooledSigmoidImages

  /// Examples that are bounded together.
  struct Instances {
    let network: Network<Double>
    let examples: Examples
    let threat: ThreatModel
  }

  /// The number of examples of each network.
  static let size = 4

  /// A random network, a random ball, and inputs with the classes that the network gives them; of
  /// every fifth network with random ones.
  func instances(_ number: Int) throws -> Instances {
    var generator = SeededGenerator(seed: 81, purpose: rawValue, index: number)
    let classes = 2 + generator.below(4)
    let architecture = try architecture(classes: classes, &generator)
    let network = try Cases.network(
      architecture, gain: [1.5, 2, 3, 5][generator.below(4)], seed: generator.next())
    let width = architecture.input.count
    var labels: [Int] = []
    let inputs = Matrix(
      rows: Self.size, columns: width,
      elements: (0..<Self.size * width).map { _ in Float(generator.below(257)) / 256 })
    let logits = network.logits(of: inputs.converted(to: Double.self), workers: Cases.workers)
    for row in 0..<Self.size {
      let best = (0..<classes).max { logits[row, $0] < logits[row, $1] } ?? 0
      labels.append(number % 5 == 4 ? generator.below(classes) : best)
    }
    let norm: Norm = number % 2 == 0 ? .lInfinity : .l2
    let epsilon = [0, 0.01, 0.03, 0.08, 0.2, 0.05, 0.12, 0.4][generator.below(8)]
    return Instances(
      network: network,
      examples: Examples(
        inputs: inputs, labels: labels, classCount: classes, shape: architecture.input),
      threat: ThreatModel(norm: norm, epsilon: norm == .l2 ? 2 * epsilon : epsilon))
  }

  private var activation: Activation {
    switch self {
    case .relu, .reluImages, .pooledReLUImages: .relu
    case .clippedReLU, .clippedReLUImages: .clippedReLU
    case .sigmoid, .sigmoidImages, .pooledSigmoidImages: .sigmoid
    case .tanh, .tanhImages: .tanh
    }
  }

  private func architecture(
    classes: Int, _ generator: inout SeededGenerator
  ) throws -> Architecture {
    switch self {
    case .relu, .clippedReLU, .sigmoid, .tanh:
      // Up to five inputs are split themselves, more by units.
      let widths = [[4], [10], [6, 6], [12, 8], [5, 7, 6]][generator.below(5)]
      return try .multilayerPerceptron(
        input: .vector(2 + generator.below(9)), widths: widths, activation: activation,
        classes: classes)
    case .reluImages, .clippedReLUImages, .sigmoidImages, .tanhImages:
      let window = Window(3, stride: 1 + generator.below(2), padding: generator.below(2))
      return try Architecture(
        input: image(&generator),
        layers: [
          .convolution(Convolution(channels: 2, window: window)), .activation(activation),
          .flatten, .dense(units: 5), .activation(activation), .dense(units: classes),
        ])
    case .pooledReLUImages, .pooledSigmoidImages:
      return try Architecture(
        input: image(&generator),
        layers: [
          .convolution(Convolution(channels: 2, window: Window(3, padding: 1))),
          .activation(activation), .maxPooling(Pooling(2)), .flatten, .dense(units: classes),
        ])
    }
  }

  private func image(_ generator: inout SeededGenerator) -> InputShape {
    InputShape(channels: 1 + generator.below(2), height: 4, width: 4 + generator.below(2))
  }
}
