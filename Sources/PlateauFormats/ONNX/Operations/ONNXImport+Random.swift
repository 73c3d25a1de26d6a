import PlateauNumerics

// Nodes that draw at random: constants, one for each draw.
extension ONNXImport {
  /// The most numbers that are drawn.
  private static let mostNumbers = 1 << 24

  /// RandomNormal, RandomUniform and those Like a value: numbers that are the same for all examples, by the
  /// seed, the name of the value and the draw.
  func drawn(_ node: ONNXNode) throws(FormatError) -> ONNXConstant {
    let operation = node.proto.opType
    let (isLike, isNormal) = (operation.hasSuffix("Like"), operation.hasPrefix("RandomNormal"))
    try node.check(
      inputs: isLike ? 1...1 : 0...0,
      attributes: Set(isNormal ? ["mean", "scale"] : ["low", "high"])
        .union(["dtype", "seed"]).union(isLike ? [] : ["shape"]))
    if case let given = try node.integer("dtype", default: 0), given != 0 {
      let type = ONNXType(Int32(truncatingIfNeeded: given))
      guard precision == .double ? type == .double : type.isSingle else {
        throw node.unsupported(
          "draws numbers of \(type) in a model of \(precision.rawValue) ones",
          "Export the model in one precision.")
      }
    }
    let sides = isLike ? try likeSides(node) : try node.integers("shape") ?? []
    let count = sides.reduce(1.0) { $0 * Double($1) }
    let draws = self.draws?.count ?? 1
    guard sides.count <= 8, sides.allSatisfy({ $0 > 0 }),
      count * Double(draws) <= Double(Self.mostNumbers)
    else {
      throw node.unsupported(
        "draws numbers of shape \(sides) in \(draws) draws; at most \(Self.mostNumbers) numbers are drawn",
        "Give fewer draws, or a smaller model.")
    }
    let low = try node.number(isNormal ? "mean" : "low", default: 0)
    let high = try node.number(isNormal ? "scale" : "high", default: 1)
    var generator = SeededGenerator(
      seed: self.draws?.seed ?? 0, purpose: "ONNX draw \(node.draw.value)", index: node.draw.index)
    let numbers = (0..<Int(count)).map { _ -> Double in
      let number =
        isNormal ? low + high * generator.normal() : generator.uniform(low, high)
      // As a model of single precision has it.
      return precision == .double ? number : Double(Float(number))
    }
    return ONNXConstant(numbers, precision, sides: sides, label: node.label)
  }

  /// The sides of what a node draws like: one for all examples.
  private func likeSides(_ node: ONNXNode) throws(FormatError) -> [Int] {
    switch try operand(node.inputs[0], of: node) {
    case .constant(let constant): return try constant.sides()
    case .rows: throw countingExamples(node)
    case .value(let value):
      var sides = value.seenSides
      switch value.detour?.place {
      case nil: if value.shape.form == .rows { sides[0] = 1 }
      case .axis(let axis, before: 0, after: 0): sides[axis] = 1
      case .absent: break
      case .axis, .joined: throw value.detour?.refusal ?? mixingExamples(node, value.shape)
      }
      return sides.map { $0 ?? 1 }
    }
  }
}
