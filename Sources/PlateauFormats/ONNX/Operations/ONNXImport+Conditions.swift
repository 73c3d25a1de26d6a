import PlateauNetworks
import PlateauNumerics

// Conditions on values: 1 where they hold, 0 elsewhere. They are steps of differences, which are 0 for
// the same numbers alone, and then products.
extension ONNXImport {
  /// The nodes that make true values.
  private static let conditions: Set<String> = [
    "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal", "Not", "And", "Or", "Xor",
  ]

  /// The nodes that move values, true or not.
  private static let moves: Set<String> = [
    "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Gather",
    "Expand", "Tile", "Concat",
  ]

  /// Whether a node makes true values of values.
  func makesTruths(_ node: ONNXNode) throws(FormatError) -> Bool {
    let operation = node.proto.opType
    if operation == "Cast" {
      return ONNXType(Int32(truncatingIfNeeded: try node.integer("to", default: 0))) == .bool
    }
    return Self.conditions.contains(operation)
      || Self.moves.contains(operation) && node.inputs.first.map(truths.contains) ?? false
  }

  /// Greater, Less, GreaterOrEqual, LessOrEqual and Equal.
  mutating func compare(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    let (first, second) = (try fact(0, of: node), try fact(1, of: node))
    noteSteps(node)
    switch node.proto.opType {
    case "Greater": return try isGreater(first, than: second, node)
    case "Less": return try isGreater(second, than: first, node)
    case "GreaterOrEqual": return try complement(isGreater(second, than: first, node), node)
    case "LessOrEqual": return try complement(isGreater(first, than: second, node), node)
    default:
      let sign = activated(try difference(first, second, node), .sign, node)
      return try complement(activated(sign, .abs, node), node)
    }
  }

  /// Not, And, Or and Xor.
  mutating func conclude(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let isAlone = node.proto.opType == "Not"
    try node.check(inputs: isAlone ? 1...1 : 2...2)
    for name in node.inputs { try checkTruth(name, of: node) }
    let first = try fact(0, of: node)
    if isAlone, case .value(let value) = first { return try complement(value, node) }
    let second = try fact(1, of: node)
    switch node.proto.opType {
    case "And": return try both(first, second, node)
    case "Or":
      let neither = try both(complement(first, node), complement(second, node), node)
      return try complement(neither, node)
    default: return activated(try difference(first, second, node), .abs, node)
    }
  }

  /// Whether numbers are none of 0, as Cast to BOOL has it.
  mutating func isNonzero(_ value: ONNXValue, _ node: ONNXNode) -> ONNXValue {
    noteSteps(node)
    return activated(activated(value, .sign, node), .abs, node)
  }

  /// Where, by what depends on the input: c·x + (1 − c)·y.
  mutating func chooseByCondition(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try checkTruth(node.inputs[0], of: node)
    var test = try rows(node.inputs[0], of: node)
    var choices = (try fact(1, of: node), try fact(2, of: node))
    var sides = test.shape.exampleSides
    for case .value(let value) in [choices.0, choices.1] {
      sides = try broadcastSides(
        test.viewed(as: ONNXShape(form: test.shape.form, sides: [test.shape.batch] + sides)),
        value, node)
    }
    func whole(_ operand: ONNXOperand) throws(FormatError) -> ONNXOperand {
      guard case .value(let value) = operand else { return operand }
      return .value(try expanded(value, to: sides, node))
    }
    test = try expanded(test, to: sides, node)
    test.isShared = true
    choices = (try whole(choices.0), try whole(choices.1))
    let rest = try complement(test, node)
    let parts = [
      try both(.value(test), choices.0, node), try both(.value(rest), choices.1, node),
    ].filter { !$0.isZero }
    guard let first = parts.first else {
      return try scaled(test, by: uniform(0, over: test, node), node)
    }
    return parts.count == 1 ? first : try sum(first, parts[1], node)
  }

  // MARK: - Parts

  /// A value, or a constant with numbers for true values.
  private mutating func fact(
    _ index: Int, of node: ONNXNode
  ) throws(FormatError) -> ONNXOperand {
    switch try term(node.inputs[index], of: node) {
    case .value(var value):
      guard value.shape.form == .rows else { throw mixingExamples(node, value.shape) }
      value.isShared = true
      return .value(value)
    case .rows: throw countingExamples(node)
    case .constant(let constant):
      guard constant.holdsIntegers else { return .constant(constant) }
      let numbers = try integers(constant, of: node).map { Double($0) }
      return .constant(
        ONNXConstant(numbers, precision, sides: try constant.sides(), label: constant.label))
    }
  }

  private func checkTruth(_ name: String, of node: ONNXNode) throws(FormatError) {
    switch try operand(name, of: node) {
    case .value where !truths.contains(name), .rows:
      throw node.malformed("takes \(name.quotedForMessage) as BOOL, which it is not")
    case .constant(let constant): _ = try truths(constant, of: node)
    default: return
    }
  }

  /// The step from 0 to 1 of a difference, 0 where it is 0.
  private mutating func isGreater(
    _ first: ONNXOperand, than second: ONNXOperand, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    activated(activated(try difference(first, second, node), .sign, node), .relu, node)
  }

  /// A difference that no other layer takes part in: rounded apart, it is 0 for the same numbers alone.
  private mutating func difference(
    _ first: ONNXOperand, _ second: ONNXOperand, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    switch (first, second) {
    case (.value(let first), .value(let second)):
      if first.layer == second.layer, first.order == second.order, first.shape == second.shape {
        return try scaled(first, by: uniform(0, over: first, node), node)
      }
      return try difference(first, second, node)
    case (.value(let value), .constant(let constant)):
      let numbers = try broadcast(constant, over: value, node)
      return mapped(
        value, numbers.isByUnit, means: numbers.numbers,
        deviations: numbers.numbers.map { _ in 1 }, node)
    case (.constant(let constant), .value(let value)):
      let numbers = try broadcast(constant, over: value, node)
      return mapped(
        value, numbers.isByUnit, means: numbers.numbers,
        deviations: numbers.numbers.map { _ in -1 }, node)
    default:
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
  }

  /// 1 − x.
  private mutating func complement(
    _ value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var value = value
    value.isShared = true
    let ones = try uniform(1, over: value, node)
    return mapped(
      value, ones.isByUnit, means: ones.numbers, deviations: ones.numbers.map { -$0 }, node)
  }

  private mutating func complement(
    _ operand: ONNXOperand, _ node: ONNXNode
  ) throws(FormatError) -> ONNXOperand {
    switch operand {
    case .value(let value): return .value(try complement(value, node))
    case .constant(let constant):
      let numbers = try numbers(constant).map { 1 - $0 }
      return .constant(
        ONNXConstant(numbers, precision, sides: try constant.sides(), label: constant.label))
    case .rows: return operand
    }
  }

  /// x·y.
  private mutating func both(
    _ first: ONNXOperand, _ second: ONNXOperand, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    switch (first, second) {
    case (.value(let first), .value(let second)): return try product(first, second, node)
    case (.value(var value), .constant(let constant)), (.constant(let constant), .value(var value)):
      value.isShared = true
      return try scaled(value, by: broadcast(constant, over: value, node), node)
    default:
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
  }

  /// Notes that conditions are steps, once.
  private mutating func noteSteps(_ node: ONNXNode) {
    noteOnce("Conditions, the first of them in node \(node.name), ", Self.stepsNote)
  }

  /// Adds a note, unless there is one that ends so.
  mutating func noteOnce(_ beginning: String, _ ending: String) {
    guard !notes.contains(where: { $0.hasSuffix(ending) }) else { return }
    notes.append(beginning + ending)
  }

  private static let stepsNote =
    "are steps of slope 0: gradients do not pass through them, but for those of a softened network."
}
