import PlateauNumerics

/// How the parameters of a new network are drawn.
public enum Initializer: String, Sendable, Hashable, Codable, CaseIterable {
  /// Weights and biases uniform in ±1/√inputs, the default of PyTorch's linear layers.
  case uniformFanIn
  /// Weights uniform in ±√(6 / (inputs + outputs)), biases zero.
  ///
  /// Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward
  /// neural networks", 2010, equation 16.
  case glorotUniform
  /// Weights uniform in ±√(6 / inputs), biases zero.
  ///
  /// Source: K. He et al., "Delving Deep into Rectifiers", 2015, equation 10.
  case heUniform

  func parameters<Element: Scalar>(
    for architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> [Element] {
    var result = [Element](repeating: 0, count: architecture.layout.count)
    for stage in architecture.stages {
      let inputs = Double(stage.inputs)
      let bound =
        switch self {
        case .uniformFanIn: 1 / inputs.squareRoot()
        case .glorotUniform: (6 / (inputs + Double(stage.outputs))).squareRoot()
        case .heUniform: (6 / inputs).squareRoot()
        }
      let end = self == .uniformFanIn ? stage.weight + stage.parameterCount : stage.bias
      for index in stage.weight..<end {
        let unit = Double(generator.next() >> 11) * 0x1p-53
        result[index] = Element((2 * unit - 1) * bound)
      }
    }
    return result
  }
}
