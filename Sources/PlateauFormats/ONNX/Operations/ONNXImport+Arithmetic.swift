import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Add, Sub, Mul and Div: of a value and a constant, or the sum and difference of two values.
  mutating func calculate(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    let operation = node.proto.opType
    switch try operands(of: node) {
    case (.value(let first), .value(let second)):
      guard operation == "Add" || operation == "Sub" else {
        throw node.unsupported(
          "\(operation == "Mul" ? "multiplies" : "divides") two values that both depend on the "
            + "input", "Only products with constants are read.")
      }
      guard operation == "Sub" else { return try sum(first, second, node) }
      return try sum(first, try scaled(second, by: uniform(-1, over: second, node), node), node)
    case (.value(let value), .constant(let constant)):
      let numbers = try broadcast(constant, over: value, node)
      switch operation {
      case "Add": return shifted(value, by: numbers, node)
      case "Sub": return shifted(value, by: numbers.scaled(by: -1), node)
      case "Mul": return try scaled(value, by: numbers, node)
      default: return try divided(value, by: numbers, node)
      }
    case (.constant(let constant), .value(let value)):
      let numbers = try broadcast(constant, over: value, node)
      switch operation {
      case "Add": return shifted(value, by: numbers, node)
      case "Sub":
        let negated = try scaled(value, by: uniform(-1, over: value, node), node)
        return shifted(negated, by: numbers, node)
      case "Mul": return try scaled(value, by: numbers, node)
      default:
        throw node.unsupported(
          "divides a constant by a value", "Only quotients with a constant divisor are read.")
      }
    case (.constant, .constant):
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
  }

  mutating func negate(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1)
    let value = try value(node.inputs[0], of: node)
    return try scaled(value, by: uniform(-1, over: value, node), node)
  }

  /// One number beside every number of an example.
  mutating func uniform(
    _ number: Double, over value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXBroadcast {
    let channels = layers.shape(of: value.layer).channels
    try checkExpansion(channels, of: node, isKept: false)
    return ONNXBroadcast(numbers: Array(repeating: number, count: channels), isByUnit: false)
  }

  // MARK: - Affine maps

  /// A value plus constants: in the biases of the layer before, where that is possible.
  mutating func shifted(
    _ value: ONNXValue, by numbers: ONNXBroadcast, _ node: ONNXNode
  ) -> ONNXValue {
    if canChange(value), !numbers.isByUnit, layers.addToBiases(numbers.numbers) {
      return fresh(value)
    }
    return mapped(
      value, numbers.isByUnit, means: numbers.numbers.map { -$0 },
      deviations: Array(repeating: 1, count: numbers.numbers.count), node)
  }

  /// A value times constants: in the weights of the layer before, where that is possible.
  mutating func scaled(
    _ value: ONNXValue, by numbers: ONNXBroadcast, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    if canChange(value), !numbers.isByUnit, layers.scale(by: numbers.numbers) {
      return fresh(value)
    }
    let inverse = numbers.numbers.map { 1 / $0 }
    guard inverse.allSatisfy(\.isFinite) else {
      throw node.unsupported(
        "multiplies by 0, or by too small a number", "Leave out what has no effect.")
    }
    return mapped(
      value, numbers.isByUnit, means: Array(repeating: 0, count: inverse.count),
      deviations: inverse, node)
  }

  private mutating func divided(
    _ value: ONNXValue, by numbers: ONNXBroadcast, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    guard numbers.numbers.allSatisfy({ $0 != 0 }) else {
      throw node.unsupported("divides by 0", "Train or export it again.")
    }
    if canChange(value), !numbers.isByUnit, layers.scale(by: numbers.numbers.map { 1 / $0 }) {
      return fresh(value)
    }
    return mapped(
      value, numbers.isByUnit, means: Array(repeating: 0, count: numbers.numbers.count),
      deviations: numbers.numbers, node)
  }

  /// (x − mean) / deviation, by channel or by unit, merged with such a map before.
  mutating func mapped(
    _ value: ONNXValue, _ isByUnit: Bool, means: [Double], deviations: [Double], _ node: ONNXNode
  ) -> ONNXValue {
    let source = isByUnit ? layers.flatten(value.layer, for: node.name) : value.layer
    if canChange(value), source == value.layer,
      layers.mergeNormalization(means: means, deviations: deviations)
    {
      return fresh(value)
    }
    let layer = layers.append(
      .normalization(ChannelNormalization(means: means, deviations: deviations)), after: source,
      shape: layers.shape(of: source), for: node.name)
    return fresh(value, layer)
  }

  /// Whether the layer of a value is the last, and nothing else takes what it puts out.
  private func canChange(_ value: ONNXValue) -> Bool {
    value.layer != nil && value.layer == layers.last && !value.isShared
  }

  /// The value that another layer puts out, seen as before.
  func fresh(_ value: ONNXValue, _ layer: Int? = nil) -> ONNXValue {
    ONNXValue(layer: layer ?? value.layer, shape: value.shape, order: value.order)
  }

  // MARK: - Branches

  private mutating func sum(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    guard first.shape.sides.dropFirst() == second.shape.sides.dropFirst(),
      first.shape.form == second.shape.form, first.shape.features == second.shape.features,
      first.order == second.order
    else {
      throw node.unsupported(
        "combines values of the shapes \(first.shape) and \(second.shape)",
        "Both must have the same shape, and the same order of channels.")
    }
    guard let one = first.layer, let two = second.layer else {
      throw node.malformed("takes an input that is not there")
    }
    if one == two { return try scaled(first, by: uniform(2, over: first, node), node) }
    var pair = (one, two)
    if layers.shape(of: one) != layers.shape(of: two) {
      pair.0 = layers.flatten(one, for: node.name) ?? one
      pair.1 = layers.flatten(two, for: node.name) ?? two
    }
    guard layers.shape(of: pair.0) == layers.shape(of: pair.1) else {
      throw node.unsupported(
        "combines an input vector with another one", "Put a Flatten after the input.")
    }
    return fresh(first, layers.append(sumOf: pair.0, pair.1, for: node.name))
  }
}
