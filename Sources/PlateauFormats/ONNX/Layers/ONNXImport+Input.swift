import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Starts at the one input of a graph that is not fixed.
  ///
  /// - Throws: `FormatError` where there is not one, or its shape or type is not supported.
  init(
    _ proto: ONNXGraphProto, _ graph: ONNXGraph, in file: String, folder: ONNXFolder?,
    operationSet: Int, fixed: [ONNXPart.FixedInput], view: ONNXInputView
  ) throws(FormatError) {
    var constants: [String: ONNXConstant] = [:]
    for tensor in proto.initializer {
      guard constants[tensor.name] == nil else {
        throw FormatError(
          .malformed,
          "'\(file)' has the tensor \(tensor.name.quotedForMessage) twice. It is damaged: copy or "
            + "export it again.")
      }
      constants[tensor.name] = ONNXConstant(
        ONNXTensor(tensor, named: tensor.name, in: file, folder: folder))
    }
    let input = try Self.input(of: proto, graph, in: file, fixed: fixed, &constants)
    let label = "Input \(input.name.quotedForMessage) of '\(file)'"
    let type = ONNXType(input.type.tensorType.elemType)
    guard type.isSingle || type == .double else {
      throw FormatError(
        .unsupported,
        "\(label) is of \(type); FLOAT, DOUBLE, FLOAT16 and BFLOAT16 are read. Export the model in one of them."
      )
    }
    let (shape, isBeside) = try Self.shape(of: input, label, as: view)
    self.init(
      graph, in: file, folder: folder, operationSet: operationSet,
      input: shape, named: input.name,
      precision: type == .double ? .double : .float, constants: constants, as: view)
    noteHalf(type)
    guard isBeside, case .value(var value)? = self[input.name] else { return }
    value.detour = ONNXDetour(
      place: .axis(1),
      refusal: FormatError(
        .unsupported,
        "\(label) has the batch along its second side, where recurrent nodes and those that move it "
          + "are read. Export the model with the batch as the first side."))
    self[input.name] = .value(value)
  }

  /// Notes that the file computes in half precision, once.
  mutating func noteHalf(_ type: ONNXType) {
    let note =
      "The file computes in \(type); the network does so in single precision, with the file's "
      + "weights."
    guard type == .half || type == .brainFloat, !notes.contains(note) else { return }
    notes.append(note)
  }

  /// The shape with the batch as the first side, and whether that is the second one of the file.
  private static func shape(
    of input: ONNXValueInfoProto, _ label: String, as view: ONNXInputView
  ) throws(FormatError) -> (ONNXShape, isBeside: Bool) {
    var sides = input.type.tensorType.shape.dim.prefix(9).map { side -> Int? in
      guard case .dimValue(let value) = side.value else { return nil }
      return Int(value)
    }
    // Sequences often have the steps before the batch.
    let isOpen = sides.count == 3 && sides[0] ?? 0 > 0 && sides[1] == nil && sides[2] != nil
    let isBeside = isOpen || view == .beside
    if isBeside { sides.swapAt(0, 1) }
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
    return (result, isBeside)
  }
}
