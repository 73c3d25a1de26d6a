import PlateauData
public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics

/// A run folder or a file with a network, whose parameters are read when they are asked for.
///
/// Of an ONNX file only the graph is read at first; other files are read as a whole.
public struct ModelFile: Sendable {
  private enum Content: Sendable {
    case onnx(ONNXFile)
    case network(Network<Double>)
  }

  /// The path that was given.
  public let path: String
  /// The file that was read: the path, or a file in the folder.
  public let file: String
  /// The format of the file.
  public let format: ModelFormat
  /// The precision that parameters are stored in; that of the widest one.
  public let storedPrecision: Precision
  /// The size of the file.
  public let byteCount: Int
  /// The program that wrote the file, such as `pytorch 2.4.0`; nil where it does not say.
  public let producer: String?
  /// The layers of the network.
  public private(set) var architecture: Architecture
  /// The file's own inputs and outputs.
  public private(set) var interface: ModelInterface
  /// What the file says about itself.
  public let metadata: [String: String]
  /// What differs between the file and the network, in sentences.
  public private(set) var notes: [String]
  /// What is drawn for nodes that draw at random; nil without any.
  public let draws: RandomDraws?
  /// The parameters of the network that the file does not hold; see ``WrittenOutParameters``.
  public private(set) var writtenOut: WrittenOutParameters
  /// The modules that the layers with parameters have theirs from, in the order of the layout; nil
  /// where the file names layers as Plateau does.
  public let modules: [String]?
  private var content: Content

  /// Reads what a model is.
  ///
  /// - Parameters:
  ///   - path: A run folder, or a `.safetensors`, `.onnx` or `.onnx.gz` file.
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
    self.path = path
    let isONNX = path.hasSuffix(".onnx") || path.hasSuffix(".onnx.gz")
    guard !isONNX || FileBytes.isFolder(path) else {
      guard layers == nil else { throw Self.needless(path) }
      let content = try ONNXFile.read(path, part: part)
      architecture = try content.architecture()
      self.content = .onnx(content)
      interface = content.interface
      file = path
      byteCount = FileSize.bytes(of: path)
      format = .onnx
      storedPrecision = content.precision
      producer = content.producer.isEmpty ? nil : content.producer
      metadata = [:]
      modules = nil
      notes = content.notes
      draws = content.draws
      writtenOut = WrittenOutParameters(content.writtenOut)
      if !allowsSingleOutput { try makeClassifier() }
      return
    }
    guard part.isWhole else {
      throw ExperimentError(
        .model,
        "'\(path)' is no ONNX file, of which --output-node, --fix, --draws and --draw-seed say what is "
          + "read. Leave them out.")
    }
    draws = nil
    file = try Self.file(of: path)
    byteCount = FileSize.bytes(of: file)
    format = .safetensors
    producer = nil
    let content = try SafetensorsFile.read(file)
    storedPrecision = content.tensors.contains { $0.type == .double } ? .double : .float
    guard let layers, !content.declaresArchitecture else {
      guard layers == nil else { throw Self.needless(path) }
      guard content.declaresArchitecture else { throw Self.undeclared(file) }
      let own = try NetworkFile<Double>(content)
      architecture = own.network.architecture
      self.content = .network(own.network)
      interface = ModelInterface(of: architecture)
      metadata = own.metadata
      modules = nil
      notes = []
      writtenOut = WrittenOutParameters(
        metadata: own.metadata, count: own.network.parameters.count)
      if !allowsSingleOutput { try makeClassifier() }
      return
    }
    let dictionary = try StateDictionary(content)
    let architecture =
      switch layers {
      case .activation(let function): try dictionary.architecture(activation: function)
      case .architecture(let architecture): architecture
      }
    modules = try dictionary.modules(for: architecture).map(\.name)
    self.architecture = architecture
    self.content = .network(try dictionary.network(of: architecture))
    interface = ModelInterface(of: architecture)
    metadata = content.metadata
    notes = []
    writtenOut = WrittenOutParameters([])
    if !allowsSingleOutput { try makeClassifier() }
  }

  /// Makes a classifier of two classes of a network with one output.
  private mutating func makeClassifier() throws {
    guard architecture.classCount == 1 else { return }
    let network: Network<Double>
    var isSigmoid: Bool
    (network, isSigmoid) = try self.network(as: Double.self).binaryClassifier()
    if interface.ending == .sigmoid {
      isSigmoid = true
      // What follows says the same.
      notes.removeAll {
        $0.hasSuffix("at the end is left out: attacks need logits, not probabilities.")
      }
    }
    content = .network(network)
    architecture = network.architecture
    if architecture.layers.last == .dense(units: 2),
      let last = architecture.layout.tensors.last(where: \.isWeight)
    {
      writtenOut = writtenOut.ofBinaryClassifier(
        lastLayerAt: last.range.lowerBound, inputs: last.range.count / 2)
    }
    interface = ModelInterface(
      input: interface.input, output: interface.output, ending: .binary(isSigmoid: isSigmoid))
    notes.append(
      isSigmoid
        ? "The file has one output, a sigmoid: it is read as two classes, of which 1 is found where "
          + "the output is above 0.5; the network has the logits 0 and that of the sigmoid."
        : "The file has one output: it is read as two classes, of which 1 is found where the output "
          + "is above 0; the network has the logits 0 and the output.")
  }

  // MARK: - Parameters

  /// The network; parameters are rounded to nearest where they are stored in a wider precision.
  ///
  /// - Throws: `FormatError` where parameters cannot be read.
  /// - Complexity: O(*parameters*)
  public func network<Element: Scalar>(
    as type: Element.Type
  ) throws(FormatError) -> Network<Element> {
    switch content {
    case .onnx(let file): try file.network(as: type, of: architecture)
    case .network(let network): Network<Element>(network)
    }
  }

  /// Calls a closure with parameters of the network, widened exactly and in their order, some at a
  /// time.
  ///
  /// - Throws: `FormatError` where parameters cannot be read.
  /// - Complexity: O(*range*)
  public func forEachParameter(
    in range: Range<Int>, _ body: ([Double]) -> Void
  ) throws(FormatError) {
    switch content {
    case .onnx(let file): try file.forEachParameter(in: range, body)
    case .network(let network): body(Array(network.parameters[range]))
    }
  }

  /// The configuration it was trained by; nil for a model from elsewhere.
  public var configuration: String? { metadata["run.configuration"] }

  /// The dataset it was trained on; nil for a model from elsewhere.
  public var data: String? { metadata["run.data"] }

  private static func file(of path: String) throws -> String {
    guard FileBytes.isFolder(path) else {
      guard path.hasSuffix(".safetensors") || !FileBytes.isFile(path) else {
        guard !isFromPyTorch(path) else {
          throw ExperimentError(
            .model, "'\(path)' is a file of PyTorch, which is not read. \(PyTorchFile.remedy)")
        }
        throw ExperimentError(
          .model,
          "'\(path)' is no model: models are run folders and files that end in '.safetensors' or "
            + "'.onnx'.")
      }
      return path
    }
    let folder = RunFolder(path)
    guard !folder.isFinished else { return folder.model }
    guard folder.holdsRun else {
      throw ExperimentError(
        .model,
        "The folder '\(path)' holds no run: it has no 'config.yaml'. Give a folder that "
          + "'plateau train' wrote, or a file that ends in '.safetensors' or '.onnx'.")
    }
    throw ExperimentError(
      .model,
      "The run in '\(path)' is not finished: it has no 'model.safetensors'. Continue it with "
        + "'plateau train --output \(path) --resume'.")
  }

  private static func isFromPyTorch(_ path: String) -> Bool {
    guard ![".pt", ".pth", ".ckpt"].contains(where: path.hasSuffix) else { return true }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let head = try? FileBytes.read(
      name, inside: FilePathText.folder(of: path), from: 0, count: PyTorchFile.headLength)
    return PyTorchFile.isOne(head ?? [])
  }

  private static func needless(_ path: String) -> ExperimentError {
    ExperimentError(
      .model,
      "'\(path)' says the architecture of its network itself. Leave out --activation and "
        + "--architecture.")
  }

  private static func undeclared(_ file: String) -> ExperimentError {
    ExperimentError(
      .model,
      "'\(file)' does not say its architecture: it has no 'plateau.architecture' in its metadata. "
        + "Convert it once, with the activation of its dense layers, 'plateau convert \(file) "
        + "model.safetensors --activation relu', or with '--architecture FILE.json'.")
  }
}
