import PlateauNetworks
import PlateauNumerics

extension Cases {
  static let image = InputShape(channels: 2, height: 6, width: 5)

  /// Architectures that together have every kind of layer.
  enum Images: String, CaseIterable, Sendable {
    case pooled, strided, residual, linear, copied

    func architecture() throws -> Architecture {
      switch self {
      case .pooled:
        try Architecture(
          input: image,
          layers: [
            .normalization(ChannelNormalization(means: [0.4, 0.6], deviations: [0.3, 0.5])),
            .convolution(Convolution(channels: 3, window: Window(3, padding: 1))),
            .activation(.sigmoid), .maxPooling(Pooling(2)),
            .convolution(Convolution(channels: 4, window: Window(2))), .activation(.relu),
            .flatten, .dense(units: 5), .activation(.tanh), .dense(units: 4),
          ])
      case .strided:
        try Architecture(
          input: image,
          layers: [
            .convolution(Convolution(channels: 3, window: Self.uneven, hasBias: false)),
            .batchNormalization(epsilon: 1e-3), .activation(.clippedReLU),
            .averagePooling(
              Pooling(window: Window(2, stride: 1, padding: 1), countsPadding: false)),
            .flatten, .dense(units: 4),
          ])
      case .residual:
        try .residual(
          input: image, channels: [3, 4], blocks: 1, activation: .tanh, classes: 4,
          normalization: ChannelNormalization(means: [0.4, 0.6], deviations: [0.5, 0.5]))
      case .linear:
        try Architecture(
          input: image,
          layers: [
            .convolution(Convolution(channels: 3, window: Window(3, stride: 2))),
            .averagePooling(Pooling(window: Window(2, padding: 1))), .dense(units: 4),
          ])
      case .copied:
        try Architecture(
          input: image,
          layers: [
            .convolution(Convolution(channels: 3, window: Window(3, padding: 1))),
            .activation(.relu),
            .convolution(Convolution(channels: 3, window: Window(3, padding: 1))),
            .add(layer: 0), .activation(.tanh), .globalAveragePooling, .dense(units: 4),
          ])
      }
    }

    private static var uneven: Window {
      Window(
        height: 3, width: 2, verticalStride: 2, horizontalStride: 1,
        padding: Window.Padding(top: 1, left: 0, bottom: 0, right: 1))
    }

    /// A network with weights of a gain of 2 and batch normalizations that change signs.
    func network(seed: UInt64) throws -> Network<Double> {
      try Cases.network(architecture(), gain: 2, seed: seed)
    }
  }

  static func network(
    _ architecture: Architecture, gain: Double, seed: UInt64
  ) throws -> Network<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "network")
    var parameters = Network<Double>(
      architecture, initializer: .uniformFanIn, using: &generator
    ).parameters.map { $0 * gain }
    let tensors = architecture.layout.tensors
    for (index, tensor) in tensors.enumerated() where tensor.name.hasSuffix("running_var") {
      // The scale, the shift and the mean lie before it.
      for index in tensors[index - 3].range.lowerBound..<tensor.range.lowerBound {
        parameters[index] = 3 * generator.uniform() - 1.5
      }
      for index in tensor.range { parameters[index] = 0.2 + generator.uniform() }
    }
    return try Network(architecture, parameters: parameters)
  }
}
