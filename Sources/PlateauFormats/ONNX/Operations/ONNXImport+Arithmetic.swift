import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Add, Sub, Mul and Div: of a value and a constant, or the sum and difference of two values.
  mutating func calculate(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    let (first, second) = try operands(of: node)
    return try calculated(node, node.proto.opType, first, second)
  }

  /// Sum: of one value or several, and constants.
  mutating func sum(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...max(1, node.inputs.count))
    var values: [ONNXValue] = []
    var constants: [ONNXOperand] = []
    for name in node.inputs {
      guard !name.isEmpty else { throw node.malformed("lacks an input") }
      switch try term(name, of: node) {
      case .value(let value): values.append(value)
      case .constant(let constant): constants.append(.constant(constant))
      case .rows: throw countingExamples(node)
      }
    }
    guard var result = values.first else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    let others = values.dropFirst().map { ONNXOperand.value($0) } + constants
    for other in others { result = try calculated(node, "Add", .value(result), other) }
    return result
  }

  /// Mean: the sum, divided by how many there are.
  mutating func mean(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let sum = try sum(node)
    guard node.inputs.count > 1 else { return sum }
    return try divided(sum, by: uniform(Double(node.inputs.count), over: sum, node), node)
  }

  private mutating func calculated(
    _ node: ONNXNode, _ operation: String, _ first: ONNXOperand, _ second: ONNXOperand
  ) throws(FormatError) -> ONNXValue {
    switch (first, second) {
    case (.value(let first), .value(let second)):
      if operation == "Mul" { return try product(first, second, node) }
      if operation == "Div" {
        return try product(first, activated(second, .reciprocal, node), node)
      }
      guard operation == "Sub" else { return try sum(first, second, node) }
      if first.layer == second.layer, first.order == second.order, first.shape == second.shape {
        return try scaled(first, by: uniform(0, over: first, node), node)
      }
      return try difference(first, second, node)
    case (.value(let narrow), .constant(let constant)):
      let value = try expanded(narrow, beside: constant, node)
      let numbers = try broadcast(constant, over: value, node)
      switch operation {
      case "Add": return try shifted(value, by: numbers, node)
      case "Sub": return try shifted(value, by: numbers.scaled(by: -1), node)
      case "Mul": return try scaled(value, by: numbers, node)
      default: return try divided(value, by: numbers, node)
      }
    case (.constant(let constant), .value(let narrow)):
      let value = try expanded(narrow, beside: constant, node)
      let numbers = try broadcast(constant, over: value, node)
      switch operation {
      case "Add": return try shifted(value, by: numbers, node)
      case "Sub":
        let negated = try scaled(value, by: uniform(-1, over: value, node), node)
        return try shifted(negated, by: numbers, node)
      case "Mul": return try scaled(value, by: numbers, node)
      default: return try scaled(activated(value, .reciprocal, node), by: numbers, node)
      }
    case (.constant, .constant):
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    case (.rows, _), (_, .rows): throw countingExamples(node)
    }
  }

  func countingExamples(_ node: ONNXNode) -> FormatError {
    node.unsupported(
      "calculates with the numbers of examples in the batch", "Export the model with fixed shapes.")
  }

  mutating func negate(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1)
    let value = try value(node.inputs[0], of: node)
    return try scaled(value, by: uniform(-1, over: value, node), node)
  }

  /// What is left of a value without another, as NumPy broadcasts them.
  mutating func difference(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try sum(first, scaled(second, by: uniform(-1, over: second, node), node), node)
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
  ) throws(FormatError) -> ONNXValue {
    if let layer = changeable(value), !numbers.isByUnit,
      try layers.addToBiases(of: layer, numbers.numbers)
    {
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
    let inverse = numbers.numbers.map { 1 / $0 }
    var result: ONNXValue
    if let layer = changeable(value), !numbers.isByUnit,
      try layers.scale(layer, by: numbers.numbers)
    {
      result = fresh(value)
    } else if inverse.allSatisfy({ $0.isFinite && (1 / $0).isFinite }) {
      result = mapped(
        value, numbers.isByUnit, means: Array(repeating: 0, count: inverse.count),
        deviations: inverse, node)
    } else {
      result = try masked(value, by: numbers, node)
    }
    result.isZero = numbers.numbers.allSatisfy { $0 == 0 }
    return result
  }

  private mutating func divided(
    _ value: ONNXValue, by numbers: ONNXBroadcast, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    guard numbers.numbers.allSatisfy({ $0 != 0 && (1 / $0).isFinite }) else {
      throw node.unsupported("divides by 0, or by too small a number", "Train or export it again.")
    }
    if let layer = changeable(value), !numbers.isByUnit,
      try layers.scale(layer, by: numbers.numbers.map { 1 / $0 })
    {
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
    if let layer = changeable(value), source == layer,
      layers.mergeNormalization(into: layer, means: means, deviations: deviations)
    {
      return fresh(value)
    }
    let layer = layers.append(
      .normalization(ChannelNormalization(means: means, deviations: deviations)), after: source,
      shape: layers.shape(of: source), for: node.name)
    return fresh(value, layer)
  }

  /// Whether nothing else takes what the layer of a value puts out.
  func canChange(_ value: ONNXValue, atEnd: Bool = false) -> Bool {
    guard let layer = value.layer else { return false }
    return (atEnd || !value.isShared) && layers.isUntaken(layer)
  }

  /// The layer of a value where nothing else takes what it puts out; nil otherwise.
  private func changeable(_ value: ONNXValue) -> Int? { canChange(value) ? value.layer : nil }

  /// The value that another layer puts out, seen as before.
  func fresh(_ value: ONNXValue, _ layer: Int? = nil) -> ONNXValue {
    ONNXValue(layer: layer ?? value.layer, shape: value.shape, order: value.order)
  }

  // MARK: - Branches

  /// The sum of two values of the same shape.
  mutating func sum(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let sides = try broadcastSides(first, second, node)
    let (first, second) = (
      try expanded(first, to: sides, node), try expanded(second, to: sides, node)
    )
    if first.layer == second.layer, first.order == second.order {
      return try scaled(first, by: uniform(2, over: first, node), node)
    }
    var (one, two) = (first, second)
    if first.order != second.order { (one, two) = try aligned(first, second, node) }
    if layers.shape(of: one.layer) != layers.shape(of: two.layer) {
      one.layer = layers.flatten(one.layer, for: node.name)
      two.layer = layers.flatten(two.layer, for: node.name)
    }
    return fresh(one, layers.append(sumOf: one.layer, two.layer, for: node.name))
  }
}
