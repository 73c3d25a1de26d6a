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
  ///     takes, rounded to the precision; images of three or four channels may have them last.
  ///   - output: Where the logits go, of shape `[examples, classes]` in the precision.
  ///   - precision: The precision of the computation.
  ///   - bounds: The range of every input value; nil takes any finite numbers, and bytes divided by
  ///     255.
  /// - Returns: The number of examples.
  /// - Throws: `DataError` where a file cannot be read or written, `ExperimentError` where the
  ///   inputs do not fit the network.
  public func write(
    inputs: String, output: String, precision: Precision, bounds: ClosedRange<Double>? = nil
  ) throws -> Int {
    let array = try NPYArray.read(inputs)
    switch precision {
    case .float: return try write(array, inputs, output, Network<Float>(network), bounds)
    case .double: return try write(array, inputs, output, network, bounds)
    }
  }

  private func write<Element: Scalar>(
    _ array: NPYArray, _ name: String, _ output: String, _ network: Network<Element>,
    _ bounds: ClosedRange<Double>?
  ) throws -> Int {
    let shape = network.architecture.input
    var values: [Element] = array.values()
    let count = array.shape.first ?? 0
    guard array.shape.count >= 2, count * shape.count == values.count else {
      throw ExperimentError(
        .mismatch,
        "'\(name)' has shape \(array.shape), but the network \(network.architecture.summary) takes "
          + "examples of \(shape.count) values: a shape of [examples, \(shape.count)] is needed.")
    }
    if array.type == .uint8 && (bounds ?? 0...1) == 0...1 { values = values.map { $0 / 255 } }
    try check(values, name, bounds)
    if shape.layout(of: array.shape) == .channelsLast { values = shape.channelsFirst(values) }
    let matrix = Matrix(rows: count, columns: shape.count, elements: values)
    try NPYArray(network.logits(of: matrix, workers: workers)).write(to: output)
    return count
  }

  private func check<Element: Scalar>(
    _ values: [Element], _ name: String, _ bounds: ClosedRange<Double>?
  ) throws(ExperimentError) {
    let width = network.architecture.input.count
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw ExperimentError(
        .mismatch,
        "'\(name)' holds \(values[bad]) in example \(bad / width); inputs must be finite. Remove "
          + "the example, or repair it.")
    }
    guard let bounds, let least = values.min(), let most = values.max(),
      let bad = values.firstIndex(where: { !bounds.contains(Double($0)) })
    else { return }
    throw ExperimentError(
      .mismatch,
      "'\(name)' holds \(values[bad]) in example \(bad / width), at value \(bad % width); inputs lie "
        + "in [\(bounds.lowerBound), \(bounds.upperBound)], but go from \(least) to \(most). Give "
        + "their range with --bounds \(least),\(most), or scale them.")
  }
}
