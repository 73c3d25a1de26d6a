import PlateauNumerics

/// How the parameters of a new network are drawn.
///
/// The inputs of a convolution's output are the values under its kernel; its outputs are the
/// channels times the pixels of the kernel. Batch normalization begins with scale 1, shift 0, mean
/// 0 and variance 1.
public enum Initializer: String, Sendable, Hashable, Codable, CaseIterable {
  /// Weights and biases uniform in ±1/√inputs, the default of PyTorch's layers.
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
  /// Weights normal with mean 0 and deviation √(2π) / inputs, biases zero: the radii of interval
  /// bounds of a ReLU network then stay level from layer to layer, where those of other
  /// initializers explode.
  ///
  /// Source: Z. Shi et al., "Fast Certified Robust Training with Short Warmup", 2021, section 3.2.
  case intervalNormal

  func parameters<Element: Scalar>(
    for architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> [Element] {
    var result = [Element](repeating: 0, count: architecture.layout.count)
    // A bias is bounded as the weight before it.
    var bound = 0.0
    for tensor in architecture.layout.tensors {
      if tensor.isWeight {
        bound = self.bound(tensor)
      } else if tensor.name.hasSuffix("weight") || tensor.name.hasSuffix("running_var") {
        for index in tensor.range { result[index] = 1 }
        bound = 0
      }
      guard tensor.isWeight || (self == .uniformFanIn && bound > 0 && tensor.isTrained) else {
        continue
      }
      for index in tensor.range {
        let unit = Double(generator.next() >> 11) * 0x1p-53
        guard self == .intervalNormal else {
          result[index] = Element((2 * unit - 1) * bound)
          continue
        }
        // Box and Muller's method, of which one of two results is used.
        let angle = Double(generator.next() >> 11) * 0x1p-53
        let length = (-2 * Elementary.log(onePlus: -unit)).squareRoot()
        result[index] = Element(bound * length * Elementary.cos(2 * .pi * angle))
      }
    }
    return result
  }

  /// The bound of a uniform weight, or the deviation of a normal one.
  private func bound(_ weight: ParameterLayout.Tensor) -> Double {
    let inputs = Double(weight.fanIn)
    let outputs = Double(weight.shape[0] * weight.shape.dropFirst(2).reduce(1, *))
    return switch self {
    case .uniformFanIn: 1 / inputs.squareRoot()
    case .glorotUniform: (6 / (inputs + outputs)).squareRoot()
    case .heUniform: (6 / inputs).squareRoot()
    case .intervalNormal: (2 * Double.pi).squareRoot() / inputs
    }
  }
}
