public import PlateauNetworks
import PlateauNumerics

extension Architecture {
  /// The products that each layer adds up for one example: of dense layers and convolutions, those
  /// with zeros around an image counted, too.
  ///
  /// What is done once for each value, as biases, nonlinearities, pooling and normalization, is left
  /// out, as usual.
  public var multiplyAdds: [Int] {
    stages.reduce(into: layers.map { _ in 0 }) { products, stage in
      products[stage.layer] += stage.linear?.multiplyAdds ?? 0
    }
  }
}
