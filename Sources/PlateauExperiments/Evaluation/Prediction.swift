import PlateauData
public import PlateauNetworks
public import PlateauNumerics

/// Computes the logits of inputs in a NumPy file.
public struct Prediction: Sendable {
  private let network: Network<Double>
  private let workers: Workers

  /// Prepares predictions of a network.
  public init(_ network: Network<Double>, workers: Workers) {
    self.network = network
    self.workers = workers
  }

  /// Reads inputs, and writes their logits.
  ///
  /// - Parameters:
  ///   - inputs: An `.npy` file of shape `[examples, …]`, as many values an example as the network
  ///     takes; any finite numbers, rounded to the precision.
  ///   - output: Where the logits go, of shape `[examples, classes]` in the precision.
  ///   - precision: The precision of the computation.
  /// - Returns: The number of examples.
  /// - Throws: `DataError` where a file cannot be read or written, `ExperimentError` where the
  ///   inputs do not fit the network.
  public func write(inputs: String, output: String, precision: Precision) throws -> Int {
    let array = try NPYArray.read(inputs)
    switch precision {
    case .float: return try write(array, inputs, output, Network<Float>(network))
    case .double: return try write(array, inputs, output, network)
    }
  }

  private func write<Element: Scalar>(
    _ array: NPYArray, _ name: String, _ output: String, _ network: Network<Element>
  ) throws -> Int {
    let width = network.architecture.input.count
    let values: [Element] = array.values()
    let count = array.shape.first ?? 0
    guard array.shape.count >= 2, count * width == values.count else {
      throw ExperimentError(
        .mismatch,
        "'\(name)' has shape \(array.shape), but the network \(network.architecture.summary) takes "
          + "examples of \(width) values: a shape of [examples, \(width)] is needed.")
    }
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw ExperimentError(
        .mismatch,
        "'\(name)' holds \(values[bad]) in example \(bad / width); inputs must be finite. Remove "
          + "the example, or repair it.")
    }
    let matrix = Matrix(rows: count, columns: width, elements: values)
    try NPYArray(network.logits(of: matrix, workers: workers)).write(to: output)
    return count
  }
}
