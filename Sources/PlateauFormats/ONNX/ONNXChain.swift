import PlateauNetworks
import PlateauNumerics

/// The layers of a graph, gathered node by node.
///
/// A graph is read if it is one chain: each node takes the value that the one before it made, and
/// constants.
struct ONNXChain {
  /// What a node takes.
  enum Operand {
    case value
    case constant(ONNXTensor)
  }

  let file: String
  /// The precision of the input, and of every constant.
  let precision: Precision
  /// The shape of the input, once it is known how its batch lies.
  var input: ONNXShape
  /// The shape of the latest value.
  var shape: ONNXShape
  private(set) var layers: [ONNXLayer] = []
  /// The node that made the latest layer, for messages.
  private(set) var lastNode = ""
  /// The name of the latest value.
  private(set) var latest: String
  private var past: Set<String> = []
  private var constants: [String: ONNXTensor]

  init(
    file: String, input: String, shape: ONNXShape, precision: Precision,
    constants: [String: ONNXTensor]
  ) {
    self.file = file
    self.precision = precision
    self.shape = shape
    self.input = shape
    self.constants = constants
    latest = input
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
    switch node.proto.opType {
    case "Constant": return try define(node.constant(), as: node.output(), of: node)
    case "Identity":
      try node.check(inputs: 1...1)
      if case .constant(let tensor) = try operand(node.inputs[0], of: node) {
        return try define(tensor, as: node.output(), of: node)
      }
    case "Flatten": try flatten(node)
    case "Reshape": try reshape(node)
    case "Gemm": try multiplyGenerally(node)
    case "MatMul": try multiply(node)
    case "Add": try add(node)
    case "Relu": try activate(node, .relu)
    case "Sigmoid": try activate(node, .sigmoid)
    case "Tanh": try activate(node, .tanh)
    default: throw node.unsupportedOperation
    }
    let output = try node.output()
    try checkNew(output, of: node)
    past.insert(latest)
    latest = output
  }

  /// What is under a name that a node takes.
  func operand(_ name: String, of node: ONNXNode) throws(FormatError) -> Operand {
    if name == latest { return .value }
    if let tensor = constants[name] { return .constant(tensor) }
    guard past.contains(name) else {
      throw node.malformed("takes \(name.quotedForMessage), which no node before it makes")
    }
    throw node.unsupported(
      "takes \(name.quotedForMessage), which another node has taken: the graph branches",
      "Only plain chains of layers are read.")
  }

  /// Checks that the one input of a node is the latest value.
  func checkValue(_ name: String, of node: ONNXNode) throws(FormatError) {
    guard case .value = try operand(name, of: node) else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
  }

  /// The values of a constant, in the precision of the model.
  func numbers(_ tensor: ONNXTensor) throws(FormatError) -> [Double] {
    let (values, precision) = try tensor.numbers()
    guard precision == self.precision else {
      throw FormatError(
        .malformed,
        "\(tensor.label) holds \(precision.rawValue) values in a model of "
          + "\(self.precision.rawValue) ones. Export it again in one precision.")
    }
    return values
  }

  mutating func append(_ layer: ONNXLayer, from node: ONNXNode) {
    layers.append(layer)
    lastNode = node.name
  }

  /// Adds to the biases of the last layer.
  ///
  /// - Returns: Whether the last layer is dense and has as many.
  mutating func addToBiases(_ values: [Double]) -> Bool {
    guard case .dense(let weights, let biases) = layers.last, biases.count == values.count else {
      return false
    }
    layers[layers.count - 1] = .dense(
      weights: weights, biases: zip(biases, values).map { $0 + $1 })
    return true
  }

  private mutating func activate(
    _ node: ONNXNode, _ function: Activation
  ) throws(FormatError) {
    try node.check(inputs: 1...1)
    try checkValue(node.inputs[0], of: node)
    guard case .dense = layers.last else {
      throw node.unsupported(
        layers.isEmpty ? "acts on the input" : "follows another nonlinearity",
        "A nonlinearity must follow a dense layer: leave the node out, or put a dense layer "
          + "between.")
    }
    append(.activation(function), from: node)
  }

  private mutating func define(
    _ tensor: ONNXTensor, as name: String, of node: ONNXNode
  ) throws(FormatError) {
    try checkNew(name, of: node)
    constants[name] = tensor
  }

  private func checkNew(_ name: String, of node: ONNXNode) throws(FormatError) {
    guard name != latest, constants[name] == nil, !past.contains(name) else {
      throw node.malformed("makes \(name.quotedForMessage), which is there already")
    }
  }
}
