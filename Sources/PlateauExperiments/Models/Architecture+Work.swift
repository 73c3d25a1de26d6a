public import PlateauNetworks
import PlateauNumerics

extension Architecture {
  /// The products that each layer adds up for one example: of dense layers and convolutions, those
  /// with zeros around an image counted, too.
  ///
  /// What is done once for each value, as biases, nonlinearities, pooling and normalization, is left
  /// out, as usual.
  public var multiplyAdds: [Int] {
    layers.indices.map { index in
      let output = layerShapes[index]
      let source = index == 0 ? input : layerShapes[index - 1]
      switch layers[index] {
      case .dense(let units): return units * source.count
      case .convolution(let convolution):
        let window = convolution.window
        return output.count * source.channels * window.height * window.width
      default: return 0
      }
    }
  }
}
