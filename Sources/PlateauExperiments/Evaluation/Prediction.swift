import PlateauData
public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics

/// Computes what a model's file puts out for inputs in a NumPy file.
public struct Prediction: Sendable {
  private let network: Network<Double>
  private let interface: ModelInterface
  private let workers: Workers

  /// Prepares predictions of a network.
  ///
  /// - Parameter interface: The inputs and outputs of the file that it is from; its own if nil.
  public init(_ network: Network<Double>, interface: ModelInterface? = nil, workers: Workers) {
    self.network = network
    self.interface = interface ?? ModelInterface(of: network.architecture)
    self.workers = workers
  }

  /// Reads inputs, and writes what the model puts out for them.
  ///
  /// - Parameters:
  ///   - inputs: An `.npy` file of the shape that the model's own file takes, flat or not, or of
  ///     images as they are read for evaluations; values are rounded to the precision.
  ///   - output: Where the outputs go, of the shape that the file gives them, in the precision.
  ///   - precision: The precision of the computation.
  ///   - bounds: The range of every input value; nil takes any finite numbers, and bytes divided by
  ///     255.
  ///   - writesLogits: Whether the logits are written, without what the file makes of them at its
  ///     end.
  /// - Returns: The shape of what was written.
  /// - Throws: `DataError` where a file cannot be read or written, or its array is not read as
  ///   inputs, `ExperimentError` where the inputs do not fit the network.
  public func write(
    inputs: String, output: String, precision: Precision, bounds: ClosedRange<Double>? = nil,
    writesLogits: Bool = false
  ) throws -> [Int] {
    let array = try NPYArray.read(inputs)
    switch precision {
    case .float: return try write(
        array, inputs, output, Network<Float>(network), bounds, writesLogits)
    case .double: return try write(array, inputs, output, network, bounds, writesLogits)
    }
  }

  private func write<Element: Scalar>(
    _ array: NPYArray, _ name: String, _ output: String, _ network: Network<Element>,
    _ bounds: ClosedRange<Double>?, _ writesLogits: Bool
  ) throws -> [Int] {
    let shape = network.architecture.input
    let format = ArrayFormat(bounds: bounds ?? 0...1, shape: shape, own: interface.input)
    let inputs: Matrix<Element> = try array.inputs(format, isOfAnyRange: bounds == nil)
    guard inputs.columns == shape.count else {
      let needed = ["examples"] + interface.input.sides.map(String.init)
      throw ExperimentError(
        .mismatch,
        "'\(name)' has shape \(array.shape), but the network \(network.architecture.summary) takes "
          + "examples of \(shape.count) values: a shape of [examples, \(shape.count)] or "
          + "[\(needed.joined(separator: ", "))] is needed.")
    }
    let logits = network.logits(of: inputs, workers: workers)
    let outputs = writesLogits ? interface.ownLogits(of: logits) : interface.outputs(of: logits)
    let sides = [outputs.rows] + interface.output
    try NPYArray(outputs.elements, shape: sides).write(to: output)
    return sides
  }
}
