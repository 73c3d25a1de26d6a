extension ONNXImport {
  /// Gather, of single integers from a list.
  func gathered(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 2...2, attributes: ["axis"])
    let list = try list(operands[0], of: node)
    let places = try operands[1].integers()
    let axis = try node.integer("axis", default: 0)
    var result: [Int?] = []
    for place in places {
      guard let place, (-list.count..<list.count).contains(place), axis == 0 || axis == -1 else {
        throw node.malformed("takes \(ONNXShape.text([place])) of \(list.count) integers")
      }
      result.append(list[place < 0 ? place + list.count : place])
    }
    return ONNXConstant(result, sides: try operands[1].sides(), label: node.label)
  }

  /// Concat, of lists of integers.
  func joined(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...8, attributes: ["axis"])
    var result: [Int?] = []
    for operand in operands { result += try list(operand, of: node) }
    return ONNXConstant(result, sides: [result.count], label: node.label)
  }

  /// Slice, of a list of integers, in steps of 1.
  func sliced(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...5, attributes: ["starts", "ends", "axes"])
    let list = try list(operands[0], of: node)
    func bound(_ index: Int, _ name: String) throws(FormatError) -> Int {
      let given =
        operands.count > index
        ? try operands[index].integers().map { $0 ?? -1 }
        : try node.integers(name)
      guard let given, given.count == 1 else {
        throw node.malformed("has no single number as its \(name)")
      }
      let place = max(-list.count, min(list.count, given[0]))
      return place < 0 ? place + list.count : place
    }
    if operands.count == 5, try operands[4].integers() != [1] {
      throw node.unsupported("takes integers in steps", "Export it with a fixed shape.")
    }
    let start = try bound(1, "starts")
    let end = max(start, try bound(2, "ends"))
    return ONNXConstant(Array(list[start..<end]), sides: [end - start], label: node.label)
  }

  /// A list of integers, of few enough to be a shape.
  private func list(
    _ constant: ONNXConstant, of node: ONNXNode
  ) throws(FormatError) -> [Int?] {
    guard constant.holdsIntegers else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    guard try constant.sides().count <= 1, try constant.count() <= 64 else {
      throw node.unsupported(
        "computes with integers of shape \(try constant.sides())",
        "Export the model with constants folded.")
    }
    return try constant.integers()
  }
}
