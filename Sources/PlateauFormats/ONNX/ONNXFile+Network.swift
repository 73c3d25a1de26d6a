public import PlateauNetworks
public import PlateauNumerics

extension ONNXFile {
  /// The network, its parameters widened exactly to double precision.
  ///
  /// Biases that are the sum of several constants, and what a Gemm scales by alpha or beta, are
  /// rounded once for each sum or product.
  ///
  /// - Throws: `FormatError` where the last layer is not dense, or it has a single output.
  public func network() throws(FormatError) -> Network<Double> {
    if case .activation = layers.last {
      throw FormatError(
        .mismatch,
        "'\(name)' ends in the node \(lastNode), but the last layer must be dense: attacks need "
          + "logits. Export the network without it.")
    }
    var parameters: [Double] = []
    let all = layers.map { layer -> Layer in
      switch layer {
      case .dense(let weights, let biases):
        parameters += weights.elements
        parameters += biases
        return .dense(units: weights.rows)
      case .activation(let function): return .activation(function)
      }
    }
    do {
      return try Network(Architecture(input: input, layers: all), parameters: parameters)
    } catch {
      let reason = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
      throw FormatError(
        .mismatch,
        "'\(name)' is no network that can be attacked: \(reason). Export a classifier of dense "
          + "layers.")
    }
  }
}
