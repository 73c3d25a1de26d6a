import PlateauData
public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics

/// Computes what a model's file puts out for inputs in a NumPy file.
public struct Prediction<Element: Scalar>: Sendable {
  private let network: Network<Element>
  private let interface: ModelInterface
  private let workers: Workers

  /// Prepares predictions of a network.
  ///
  /// - Parameters:
  ///   - network: The network, for inputs in the units of the arrays.
  ///   - interface: The inputs and outputs of the file that it is from; its own if nil.
  ///   - workers: The threads.
  public init(_ network: Network<Element>, interface: ModelInterface? = nil, workers: Workers) {
    self.network = network
    self.interface = interface ?? ModelInterface(of: network.architecture)
    self.workers = workers
  }

  /// Reads inputs, and writes what the model puts out for them.
  ///
  /// - Parameters:
  ///   - inputs: An `.npy` file of the shape that the model's own file takes, flat or not, or of
  ///     images as they are read for evaluations; values are rounded to the precision of the network.
  ///   - output: Where the outputs go, of the shape that the file gives them, in this precision.
  ///   - bounds: The range of every input value; nil takes any finite numbers, and bytes divided by
  ///     255.
  ///   - writesLogits: Whether the logits are written, without what the file makes of them at its
  ///     end.
  ///   - note: Told what was changed in reading the inputs, and what looks odd.
  /// - Returns: The shape of what was written.
  /// - Throws: `DataError` where a file cannot be read or written, or its array is not read as
  ///   inputs, `ExperimentError` where the inputs do not fit the network.
  public func write(
    inputs: String, output: String, bounds: ClosedRange<Double>? = nil,
    writesLogits: Bool = false, note: (String) -> Void = { _ in }
  ) throws -> [Int] {
    let array = try NPYArray.read(inputs)
    let shape = network.architecture.input
    let format = ArrayFormat(bounds: bounds ?? 0...1, shape: shape, own: interface.input)
    let rows: Matrix<Element> = try array.inputs(format, isOfAnyRange: bounds == nil, note: note)
    guard rows.columns == shape.count else {
      let shapes = [[shape.count], interface.input.sides].map {
        "[examples, " + $0.map(String.init).joined(separator: ", ") + "]"
      }
      throw ExperimentError(
        .mismatch,
        "'\(inputs)' has shape \(array.shape), but the network \(network.architecture.summary) takes "
          + "examples of \(shape.count) values: a shape of "
          + "\(shapes[0] == shapes[1] ? shapes[0] : shapes.joined(separator: " or ")) is needed.")
    }
    let logits = network.logits(of: rows, workers: workers)
    let outputs = writesLogits ? interface.ownLogits(of: logits) : interface.outputs(of: logits)
    let sides = [outputs.rows] + interface.output
    try NPYArray(outputs.elements, shape: sides).write(to: output)
    return sides
  }
}
