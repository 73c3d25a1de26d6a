import PlateauNetworks
import PlateauNumerics

// What nodes take: values, constants, and numbers of these.
extension ONNXImport {
  /// The value that a node takes.
  ///
  /// A node that only views it may take probabilities; one with windows, or that keeps the shape, zeros
  /// of a Pad that no layer has put there yet; one that leads back, examples that are no rows.
  mutating func value(
    _ name: String, of node: ONNXNode, isViewed: Bool = false, isWindowed: Bool = false,
    isDetoured: Bool = false
  ) throws(FormatError) -> ONNXValue {
    guard case .value(let value) = try operand(name, of: node) else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    if let detour = value.detour, !isDetoured { throw detour.refusal }
    if let softmax = value.softmax, !isViewed {
      throw node.unsupported(
        "takes the probabilities of the node \(softmax), but attacks need logits",
        "Export the network without that node.")
    }
    if let quantization = value.quantization, !isViewed { throw quantization.refusal }
    guard value.isPadded, !isWindowed else { return value }
    let padded = try padded(value, node)
    self[name] = .value(padded)
    return padded
  }

  /// A constant that a node takes.
  func constant(_ name: String, of node: ONNXNode) throws(FormatError) -> ONNXConstant {
    guard case .constant(let constant) = try operand(name, of: node) else {
      throw node.unsupported(
        "takes \(name.quotedForMessage), which depends on the input, where a constant is needed",
        "Only fixed weights are read.")
    }
    return constant
  }

  /// The operands of a node of two, of which at least one is a value.
  mutating func operands(of node: ONNXNode) throws(FormatError) -> (ONNXOperand, ONNXOperand) {
    (try term(node.inputs[0], of: node), try term(node.inputs[1], of: node))
  }

  /// A constant or a value that a node calculates with.
  mutating func term(_ name: String, of node: ONNXNode) throws(FormatError) -> ONNXOperand {
    guard case .constant(let constant) = try operand(name, of: node) else {
      return .value(try value(name, of: node))
    }
    return .constant(constant)
  }

  /// The values of a constant, in the precision of the model.
  func numbers(_ constant: ONNXConstant) throws(FormatError) -> [Double] {
    let (values, precision) = try constant.numbers()
    try check(precision, of: constant)
    return values
  }

  private func check(
    _ precision: Precision, of constant: ONNXConstant
  ) throws(FormatError) {
    guard precision == self.precision else {
      throw FormatError(
        .malformed,
        "\(constant.label) holds \(precision.rawValue) values in a model of "
          + "\(self.precision.rawValue) ones. Export it again in one precision.")
    }
  }

  /// The values of a constant as parameters, which are read later where they are many.
  ///
  /// - Parameters:
  ///   - constant: The constant.
  ///   - transposed: The rows and columns of the matrix that it has transposed; nil for numbers in
  ///     their order.
  /// - Returns: The values, or the tensor that holds them.
  /// - Throws: `FormatError` where they are not of the precision of the model.
  func parameters(
    _ constant: ONNXConstant, transposed: (rows: Int, columns: Int)? = nil
  ) throws(FormatError) -> ONNXParameters {
    guard let tensor = try constant.large else {
      let numbers = try numbers(constant)
      guard let transposed else { return ONNXParameters(numbers) }
      return ONNXParameters(
        (0..<numbers.count).map {
          numbers[$0 % transposed.columns * transposed.rows + $0 / transposed.columns]
        })
    }
    try check(tensor.precision(), of: constant)
    try tensor.check()
    guard let transposed else { return try ONNXParameters(tensor) }
    return ONNXParameters(
      transposing: tensor, rows: transposed.rows, columns: transposed.columns)
  }
}
