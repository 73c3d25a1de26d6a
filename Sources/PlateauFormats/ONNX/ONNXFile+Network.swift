public import PlateauNetworks
public import PlateauNumerics

extension ONNXFile {
  /// The network, its parameters widened exactly to double precision.
  ///
  /// Biases that are the sum of several constants, and weights that the file scales, are rounded
  /// once for each sum or product.
  ///
  /// - Throws: `FormatError` where the layers do not fit together.
  public func network() throws(FormatError) -> Network<Double> {
    do {
      let architecture = try Architecture(input: input, layers: layers)
      return try Network(architecture, parameters: Array(parameters.joined()))
    } catch {
      let reason = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
      throw FormatError(
        .mismatch,
        "'\(name)' is no network that can be attacked: \(reason). Export a feed-forward "
          + "classifier.")
    }
  }
}
