public import PlateauNetworks
public import PlateauNumerics

/// One layer of a network in an ONNX file.
public enum ONNXLayer: Sendable, Hashable {
  /// y = W·x + b, with `weights` of shape `[outputs, inputs]` and `biases` of shape `[outputs]`.
  case dense(weights: Matrix<Double>, biases: [Double])
  /// A nonlinearity, applied to every unit.
  case activation(Activation)
}
