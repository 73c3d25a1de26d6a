import PlateauNetworks
import PlateauNumerics

extension ONNXChain {
  /// Starts at the one input of a graph.
  ///
  /// - Throws: `FormatError` where there is not one, or its shape or type is not supported.
  init(_ graph: ONNXGraphProto, in file: String) throws(FormatError) {
    var constants: [String: ONNXTensor] = [:]
    for tensor in graph.initializer {
      guard constants[tensor.name] == nil else {
        throw FormatError(
          .malformed,
          "'\(file)' has the tensor \(tensor.name.quotedForMessage) twice. It is damaged: copy or "
            + "export it again.")
      }
      constants[tensor.name] = ONNXTensor(tensor, named: tensor.name, in: file)
    }
    // Old files list constants among the inputs.
    let inputs = graph.input.filter { constants[$0.name] == nil }
    guard inputs.count == 1, graph.output.count == 1 else {
      throw FormatError(
        .unsupported,
        "'\(file)' has \(inputs.count) inputs and \(graph.output.count) outputs; networks with one "
          + "of each are read. Export the part from the image to the logits.")
    }
    let label = "Input \(inputs[0].name.quotedForMessage) of '\(file)'"
    let type = ONNXType(inputs[0].type.tensorType.elemType)
    guard type == .float || type == .double else {
      throw FormatError(
        .unsupported,
        "\(label) is of \(type); FLOAT and DOUBLE are read. Export the model in one of them.")
    }
    self.init(
      file: file, input: inputs[0].name, shape: try Self.shape(of: inputs[0], label),
      precision: type == .double ? .double : .float, constants: constants)
  }

  private static func shape(
    of input: ONNXValueInfoProto, _ label: String
  ) throws(FormatError) -> ONNXShape {
    let sides = input.type.tensorType.shape.dim.prefix(9).map { side -> Int? in
      guard case .dimValue(let value) = side.value else { return nil }
      return Int(value)
    }
    let shape = ONNXShape(form: sides.count == 1 ? .vector : .rows, sides: sides)
    // Some exporters write a batch that is left open as 0 or -1.
    let fixed = sides.count == 1 ? sides[...] : sides.dropFirst()
    let isFixed = fixed.allSatisfy { (1...Architecture.largestWidth).contains($0 ?? 0) }
    // In floating point, since the product of eight sides can exceed every integer.
    let count = fixed.reduce(1.0) { $0 * Double($1 ?? 0) }
    guard (1...8).contains(sides.count), isFixed, count <= Double(Architecture.largestWidth) else {
      throw FormatError(
        .unsupported,
        "\(label) has the shape \(sides.isEmpty ? "[]" : "\(shape)"); all sides but the first "
          + "must be fixed, with at most \(Architecture.largestWidth) values. Export the model for "
          + "inputs of one size.")
    }
    var result = shape
    if result.form == .rows, let batch = sides[0], batch < 1 { result.sides[0] = nil }
    return result
  }

  /// Checks that the output of the graph is what the last node made.
  func checkOutput(of graph: ONNXGraphProto) throws(FormatError) {
    let name = graph.output.first?.name ?? ""
    guard name == latest else {
      throw FormatError(
        .unsupported,
        "'\(file)' puts out \(name.quotedForMessage), but its last node makes "
          + "\(latest.quotedForMessage). Only plain chains of layers are read: remove what comes "
          + "after the output.")
    }
    guard shape.featureAxis != nil else {
      throw FormatError(
        .unsupported,
        "'\(file)' puts out a value of shape \(shape); one number for each class is needed. Export "
          + "it without the last Reshape.")
    }
  }
}
