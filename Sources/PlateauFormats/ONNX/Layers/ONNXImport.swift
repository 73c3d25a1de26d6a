import PlateauNetworks
import PlateauNumerics

/// The translation of a graph into layers, node by node.
///
/// Every value is known by the layer that puts it out, by the shape in which nodes see it, and by
/// the order of its numbers. Views, such as Reshape and Transpose, change only how it is seen.
struct ONNXImport {
  /// The largest count of numbers that a constant is written out to, or a layer made with, beyond
  /// those that the file holds.
  static let largestExpansion = 1 << 22

  let file: String
  /// The files where tensors may keep their values; nil for bytes from elsewhere.
  let folder: ONNXFolder?
  /// The precision of the input, and of every constant.
  let precision: Precision
  /// How often each value is taken.
  let uses: [String: Int]
  /// The values that lead to the output by views alone, and to nothing else.
  let endings: Set<String>
  /// The version of the operations.
  let operationSet: Int
  /// The sides of one example of the file's own input.
  let inputSides: [Int]
  /// The sides of one example of the file's own output, and what is left out at its end.
  var output: (sides: [Int], ending: ModelInterface.Ending) = ([], .logits)
  /// How the input is taken.
  let view: ONNXInputView
  /// How the input has to be taken instead, as far as a node has told: all begins anew then.
  var wantedView: ONNXInputView?
  var layers: ONNXLayers
  /// The layers from the input to the output, once that is reached.
  var row = ONNXLayers.Row()
  /// What is drawn for random nodes; nil without any.
  var draws: RandomDraws?
  /// What the network has that the file has not, in sentences.
  var notes: [String] = []
  /// The values that are 1 for true and 0 for false.
  private(set) var truths: Set<String> = []
  private var values: [String: ONNXOperand] = [:]
  /// The names of values that no node takes any more.
  private var released: Set<String> = []
  /// The numbers written out so far.
  private var written = 0

  /// Starts at the one input of a graph.
  init(
    _ graph: ONNXGraph, in file: String, folder: ONNXFolder?, operationSet: Int, input: ONNXShape,
    named name: String, precision: Precision, constants: [String: ONNXConstant],
    as view: ONNXInputView
  ) {
    self.file = file
    self.folder = folder
    self.operationSet = operationSet
    self.precision = precision
    self.view = view
    uses = graph.uses
    endings = graph.endings
    let input = view == .column ? ONNXShape.column(input.sides[0] ?? 1) : input
    inputSides = input.exampleSides
    values = constants.mapValues { .constant($0) }
    var value = ONNXValue(layer: nil, shape: input, isShared: uses[name] ?? 0 > 1)
    switch view {
    case .asGiven, .beside: layers = ONNXLayers(input: input.input)
    case .image(let shape, let places):
      layers = ONNXLayers(input: shape)
      if let places {
        value.order = Permutation.inverse(of: places)
        noteTurned(shape, places)
      }
    case .column:
      layers = ONNXLayers(input: .vector(input.features))
    }
    values[name] = .value(value)
  }

  /// Adds what a node does.
  ///
  /// - Throws: `FormatError` that names the node where it is not supported.
  mutating func append(_ node: ONNXNode) throws(FormatError) {
    guard ["", "ai.onnx"].contains(node.proto.domain) else {
      throw node.unsupported(
        "belongs to the domain \(node.proto.domain.quotedForMessage)",
        "Export the model with the standard operations only.")
    }
    layers.areRepeated = node.draw.index > 0
    try checkParts(of: node)
    if let parts = try parts(of: node) { return append(parts, of: node) }
    for other in node.proto.output.dropFirst() where uses[other] != nil {
      throw node.unsupported(
        "makes \(other.quotedForMessage), which another node takes; only first outputs are read",
        "Export the model for inference.")
    }
    let name = try node.output()
    guard values[name] == nil, !released.contains(name) else {
      throw node.malformed("makes \(name.quotedForMessage), which is there already")
    }
    var result = try translate(node)
    if case .value(var value) = result {
      value.isShared = value.isShared || uses[name] ?? 0 > 1
      result = .value(value)
      if try makesTruths(node) { truths.insert(name) }
    }
    values[name] = result
  }

  /// Forgets a value that no further node takes; constants stay.
  mutating func release(_ name: String) {
    guard case .value? = values[name] else { return }
    values[name] = nil
    released.insert(name)
  }

  /// What a node with several outputs makes, nil for those that no node takes; nil for other nodes.
  private mutating func parts(of node: ONNXNode) throws(FormatError) -> [ONNXOperand?]? {
    switch node.proto.opType {
    case "Split": return try split(node)
    case "RNN", "GRU", "LSTM": return try recur(node).map { $0.map { .value($0) } }
    default: return nil
    }
  }

  /// Adds the outputs of a node.
  private mutating func append(_ parts: [ONNXOperand?], of node: ONNXNode) {
    for case (let name, var part?) in zip(node.proto.output, parts) where !name.isEmpty {
      if case .value(var value) = part {
        value.isShared = value.isShared || uses[name] ?? 0 > 1
        part = .value(value)
      }
      values[name] = part
    }
  }

  private mutating func translate(_ node: ONNXNode) throws(FormatError) -> ONNXOperand {
    if let rows = try examples(node) { return .rows(rows) }
    if let constant = try computed(node) { return .constant(constant) }
    if let constant = folded(node) { return .constant(constant) }
    return .value(try layer(for: node))
  }

  /// The same state with a constant as the input, and no layers.
  func alone(_ name: String, as value: ONNXValue, input: InputShape) -> ONNXImport {
    var result = self
    result.layers = ONNXLayers(input: input)
    result.values[name] = .value(value)
    return result
  }

  /// Appends what a node does.
  mutating func layer(for node: ONNXNode) throws(FormatError) -> ONNXValue {
    if let value = try detoured(node) { return value }
    switch node.proto.opType {
    case "Identity": return try identity(node)
    case "Dropout": return try dropout(node)
    case "Cast": return try cast(node)
    case "Flatten": return try flatten(node)
    case "Reshape": return try reshape(node)
    case "Squeeze": return try squeeze(node)
    case "Unsqueeze": return try unsqueeze(node)
    case "Transpose": return try transpose(node)
    case "Gemm": return try multiplyGenerally(node)
    case "MatMul": return try multiplyMatrices(node)
    case "Add", "Sub", "Mul", "Div": return try calculate(node)
    case "Sum": return try sum(node)
    case "Mean": return try mean(node)
    case "Neg": return try negate(node)
    case "Max", "Min": return try bound(node)
    case "Concat": return try placeBeside(node)
    case "Slice": return try slice(node)
    case "Gather": return try gather(node)
    case "Expand", "Tile": return try `repeat`(node)
    case "DepthToSpace", "SpaceToDepth": return try moveDepth(node)
    case "Resize": return try resize(node)
    case "ReduceSum": return try reduce(node, .sum)
    case "ReduceMax": return try reduce(node, .maximum)
    case "ReduceProd": return try reduce(node, .product)
    case "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp":
      return try reduceByParts(node)
    case "LayerNormalization", "RMSNormalization": return try normalizeLayer(node)
    case "InstanceNormalization", "GroupNormalization": return try normalizeGroups(node)
    case "Attention": return try attend(node)
    case "LpNormalization": return try normalizeLength(node)
    case "LRN": return try normalizeNeighbors(node)
    case "GlobalMaxPool": return try poolAll(node)
    case "Pad": return try pad(node)
    case "Conv": return try convolve(node)
    case "ConvTranspose": return try convolveTransposed(node)
    case "BatchNormalization": return try normalize(node)
    case "MaxPool", "AveragePool": return try pool(node)
    case "LpPool": return try poolPowers(node)
    case "GlobalAveragePool", "ReduceMean": return try average(node)
    case "Clip": return try clip(node)
    case "LeakyRelu": return try leak(node)
    case "PRelu": return try leakByParts(node)
    case "Softmax", "LogSoftmax": return try softmax(node)
    case "Einsum": return try contract(node)
    case "Where": return try choose(node)
    case "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal": return try compare(node)
    case "Not", "And", "Or", "Xor": return try conclude(node)
    case "CumSum": return try accumulate(node)
    case "TopK": return try rank(node)
    case "GatherElements": return try gatherElements(node)
    case "ScatterElements": return try scatterElements(node)
    case "ScatterND": return try scatterByPlaces(node)
    case "GatherND": return try gatherByPlaces(node)
    case "QuantizeLinear": return try quantize(node)
    case "DequantizeLinear": return try dequantize(node)
    default:
      if let value = try function(node) { return value }
      throw node.unsupportedOperation
    }
  }

  // MARK: - Operands

  /// What is under a name, if anything is.
  subscript(name: String) -> ONNXOperand? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// What is under a name that a node takes.
  func operand(_ name: String, of node: ONNXNode) throws(FormatError) -> ONNXOperand {
    guard let operand = values[name] else {
      throw node.malformed("takes \(name.quotedForMessage), which no node makes")
    }
    return operand
  }

  /// Checks that numbers beyond those in the file may be written out; those that are kept as
  /// parameters count for good.
  mutating func checkExpansion(
    _ count: Int, of node: ONNXNode, isKept: Bool = true
  ) throws(FormatError) {
    guard count <= Self.largestExpansion - written else {
      throw node.unsupported(
        "needs \(count) numbers written out, after \(written) of other nodes; at most "
          + "\(Self.largestExpansion) are", "Simplify the model, or make its layers smaller.")
    }
    if isKept { written += count }
  }

  /// How the network takes images that the file turns first.
  private mutating func noteTurned(_ shape: InputShape, _ places: [Int]) {
    if places == Permutation.order([shape.height, shape.width, shape.channels], [2, 0, 1]) {
      notes.append(
        "The file takes images with channels last, \(shape.height)×\(shape.width)×"
          + "\(shape.channels); the network takes them with channels first.")
    } else {
      notes.append(
        "The file takes inputs of shape \(inputSides) and turns them; the network takes images of "
          + "\(shape), turned already.")
    }
  }
}
