public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics

/// A network read from a run folder or a file, with what ``ModelFile`` says about its making.
@dynamicMemberLookup
public struct LoadedModel: Sendable {
  /// What it was read from.
  public let source: ModelFile
  /// The network; parameters stored in single precision are widened exactly.
  public let network: Network<Double>

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - path: A run folder, or a `.safetensors` or `.onnx` file.
  ///   - layers: What a safetensors file does not say of itself, such as the `state_dict` of PyTorch.
  ///   - part: What of the graph of an ONNX file is read.
  ///   - allowsSingleOutput: Whether a network with one output stays as it is; otherwise it becomes a
  ///     classifier of two classes, with a note.
  /// - Throws: `ExperimentError` where there is no model, or layers are lacking or needless;
  ///   `FormatError` where the file is not what it should be.
  public init(
    _ path: String, as layers: ForeignLayers? = nil, part: ONNXPart = ONNXPart(),
    allowsSingleOutput: Bool = false
  ) throws {
    try self.init(
      ModelFile(path, as: layers, part: part, allowsSingleOutput: allowsSingleOutput))
  }

  /// Reads the network of a model.
  ///
  /// - Throws: `FormatError` where parameters cannot be read.
  public init(_ source: ModelFile) throws {
    self.source = source
    network = try source.network(as: Double.self)
  }

  /// What the file says.
  public subscript<Value>(dynamicMember member: KeyPath<ModelFile, Value>) -> Value {
    source[keyPath: member]
  }
}
