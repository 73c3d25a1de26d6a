import PlateauNumerics

// Exporters compute shapes within the graph: Shape, Gather and Concat make the shape of a Reshape.
extension ONNXImport {
  /// What a node computes of constants and shapes alone; nil where it takes a value.
  func computed(_ node: ONNXNode) throws(FormatError) -> ONNXConstant? {
    switch node.proto.opType {
    case "Constant": return ONNXConstant(try node.constant(in: folder))
    case "Shape": return try shape(node)
    case "ConstantOfShape": return try filled(node)
    case "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike":
      return try drawn(node)
    case "Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Transpose", "Gather",
      "Concat", "Slice", "Add", "Sub", "Mul", "Div", "Pow", "Mod", "Min", "Max", "Equal", "Less",
      "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Xor", "Not", "Neg", "Abs", "Sqrt",
      "Floor", "Ceil", "Reciprocal", "Exp", "Log", "Where", "Expand", "Tile", "Range", "CumSum",
      "ReduceSum", "ReduceMean", "ReduceProd", "ReduceMin", "ReduceMax", "ScatterND",
      "QuantizeLinear", "DequantizeLinear":
      var operands: [ONNXConstant] = []
      for name in node.inputs {
        guard case .constant(let constant) = try operand(name, of: node) else { return nil }
        operands.append(constant)
      }
      guard let first = operands.first else { return nil }
      return try computed(node, first, operands)
    default: return nil
    }
  }

  private func computed(
    _ node: ONNXNode, _ first: ONNXConstant, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant? {
    let isList = try first.sides().count == 1 && operands.allSatisfy { $0.holdsIntegers }
    switch node.proto.opType {
    case "Identity": return first
    case "Cast": return try cast(node, first)
    case "Squeeze", "Unsqueeze", "Reshape", "Flatten": return try viewed(node, first)
    case "Gather" where isList: return try gathered(node, operands)
    case "Concat" where isList: return try joined(node, operands)
    case "Slice" where isList && operands.count < 5:
      return try sliced(node, operands)
    case "Gather", "Concat", "Slice", "Transpose", "Expand", "Tile":
      return try moved(node, operands)
    case "Range": return try counted(node, operands)
    case "Where": return try chosen(node, operands)
    case "ScatterND": return try scattered(node, operands)
    case "QuantizeLinear": return try quantized(node, operands)
    case "DequantizeLinear": return try dequantized(node, operands)
    case "CumSum", "ReduceSum", "ReduceMean", "ReduceProd", "ReduceMin", "ReduceMax":
      return try summed(node, operands)
    case "Not", "Neg", "Abs", "Sqrt", "Floor", "Ceil", "Reciprocal", "Exp", "Log":
      return try mapped(node, first)
    default: return try paired(node, operands)
    }
  }

  /// The sides that nodes see of a value, of which one may hold an open batch, but nothing else then.
  private func known(_ value: ONNXValue) throws(FormatError) -> [Int?] {
    let sides = value.seenSides
    if let detour = value.detour, sides.contains(-1) { throw detour.refusal }
    return sides
  }

  /// Shape: the sides of a value or a constant.
  private func shape(_ node: ONNXNode) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...1, attributes: ["start", "end"])
    let sides: [Int?] =
      switch try operand(node.inputs[0], of: node) {
      case .value(let value): try known(value)
      case .constant(let constant): try constant.sides()
      case .rows(let rows): [nil] + rows.sides
      }
    func place(_ given: Int) -> Int {
      max(0, min(sides.count, given < 0 ? given + sides.count : given))
    }
    let start = place(max(-8, min(8, try node.integer("start", default: 0))))
    let end = place(max(-8, min(8, try node.integer("end", default: sides.count))))
    let kept = Array(sides[start..<max(start, end)])
    return ONNXConstant(kept, sides: [kept.count], label: node.label)
  }

  /// ConstantOfShape: a number everywhere; the size of an open batch becomes 1, for all examples.
  private func filled(_ node: ONNXNode) throws(FormatError) -> ONNXConstant? {
    try node.check(inputs: 1...1, attributes: ["value"])
    let sides = try constant(node.inputs[0], of: node).integers().map { $0 ?? 1 }
    let count = sides.reduce(1.0) { $0 * Double($1) }
    guard sides.count <= 8, sides.allSatisfy({ $0 > 0 }), count <= Double(Self.largestExpansion)
    else {
      throw node.unsupported(
        "makes a constant of shape \(ONNXShape.text(sides))", "Simplify the model.")
    }
    let value = try node.tensor("value").map { ONNXTensor($0, node.label, folder: folder) }
    if let value, value.holdsIntegers {
      let integers = try value.integers()
      return ONNXConstant(
        Array(repeating: integers.first ?? 0, count: Int(count)), sides: sides, label: node.label)
    }
    let (numbers, own) = try value?.numbers() ?? ([0], .float)
    return ONNXConstant(
      Array(repeating: numbers.first ?? 0, count: Int(count)), own, sides: sides,
      label: node.label)
  }

  private func cast(
    _ node: ONNXNode, _ constant: ONNXConstant
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...1, attributes: ["to", "saturate", "round_mode"])
    let type = ONNXType(Int32(truncatingIfNeeded: try node.integer("to", default: 0)))
    let isFloating = type.isSingle || type == .double
    let target = type == .double ? Precision.double : .float
    guard isFloating || [.int64, .int32, .bool].contains(type) else {
      throw node.unsupported("turns constants into \(type)", "Export the model in one precision.")
    }
    let sides = try constant.sides()
    guard constant.holdsIntegers else {
      if isFloating {
        let (values, own) = try constant.numbers(allowsInfinity: true)
        guard own != target else { return constant }
        return ONNXConstant(
          target == .float ? values.map { Double(Float($0)) } : values, target, sides: sides,
          label: node.label)
      }
      // What is no true value is cut off at the point.
      let values = try constant.numbers().values
      guard values.allSatisfy({ $0.magnitude < 0x1p53 }) else {
        throw node.unsupported("turns constants into \(type)", "Export the model in one precision.")
      }
      return ONNXConstant(
        values.map { type == .bool ? ($0 == 0 ? 0 : 1) : Int($0) }, sides: sides, label: node.label)
    }
    guard isFloating else {
      guard type == .bool else { return constant }
      return ONNXConstant(
        try constant.integers().map { $0 == 0 ? 0 : 1 }, sides: sides, label: node.label)
    }
    let values = try integers(constant, of: node).map { Double($0) }
    return ONNXConstant(values, target, sides: sides, label: node.label)
  }

  /// Squeeze, Unsqueeze, Reshape and Flatten of a constant.
  private func viewed(
    _ node: ONNXNode, _ constant: ONNXConstant
  ) throws(FormatError) -> ONNXConstant {
    let sides = try constant.sides()
    let count = sides.reduce(1, *)
    var result: [Int]
    switch node.proto.opType {
    case "Squeeze":
      try node.check(inputs: 1...2, attributes: ["axes"])
      let axes = try axes(of: node, rank: sides.count) ?? sides.indices.filter { sides[$0] == 1 }
      result = sides.indices.filter { !axes.contains($0) }.map { sides[$0] }
    case "Unsqueeze":
      try node.check(inputs: 1...2, attributes: ["axes"])
      let rank = sides.count + (try givenAxes(of: node)?.count ?? 0)
      guard rank <= 8 else { throw node.malformed("makes a constant of \(rank) sides") }
      let axes = try axes(of: node, rank: rank) ?? []
      var old = sides.makeIterator()
      result = (0..<rank).map { axes.contains($0) ? 1 : old.next() ?? 1 }
    case "Flatten":
      try node.check(inputs: 1...1, attributes: ["axis"])
      let given = try node.integer("axis", default: 1)
      guard (-sides.count...sides.count).contains(given) else {
        throw node.malformed("has the axis \(given) for a constant of shape \(sides)")
      }
      let axis = given < 0 ? given + sides.count : given
      result = [sides[..<axis].reduce(1, *), sides[axis...].reduce(1, *)]
    default:
      try node.check(inputs: 2...2, attributes: ["allowzero"])
      let target = try self.constant(node.inputs[1], of: node).integers()
      guard target.count <= 8, target.allSatisfy({ $0 ?? 0 >= -1 && $0 ?? 0 <= count }) else {
        throw node.malformed("reshapes a constant of shape \(sides) to \(ONNXShape.text(target))")
      }
      result = target.enumerated().map { index, side in
        side == 0 ? (sides.indices.contains(index) ? sides[index] : 1) : side ?? -1
      }
      let known = result.reduce(1.0) { $0 * Double(abs($1)) }
      if let rest = result.firstIndex(of: -1), known > 0, known <= Double(count) {
        result[rest] = count / Int(known)
      }
    }
    let product = result.reduce(1.0) { $0 * Double($1) }
    guard product == Double(count), result.allSatisfy({ $0 > 0 }) else {
      throw node.malformed("reshapes a constant of shape \(sides) to \(result)")
    }
    return constant.viewed(as: result)
  }
}
