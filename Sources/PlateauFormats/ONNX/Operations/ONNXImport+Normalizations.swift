import PlateauNetworks
import PlateauNumerics

// Normalizations by what an example itself is like.
extension ONNXImport {
  /// LayerNormalization, and RMSNormalization, which takes no mean off.
  mutating func normalizeLayer(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let isCentered = node.proto.opType == "LayerNormalization"
    try node.check(inputs: 2...3, attributes: ["axis", "epsilon", "stash_type"])
    let value = try rows(node.inputs[0], of: node)
    let rank = value.shape.sides.count
    let axis = try axis(node.integer("axis", default: -1), of: value.shape, node)
    var result = try normalized(
      value, along: Array(axis..<rank), epsilon: node.number("epsilon", default: 1e-5),
      isCentered: isCentered, node)
    if axis == rank - 1, let size = value.shape.sides[axis] {
      // Factors are those of channels then, and products with matrices take channels.
      let turned = [0, axis] + (1..<axis)
      let image = InputShape(channels: size, height: 1, width: value.shape.features / size)
      result = try settled(result.transposed(turned), as: image, node)
        .transposed(Permutation.inverse(of: turned))
    }
    return try affine(result, node)
  }

  /// InstanceNormalization and GroupNormalization.
  mutating func normalizeGroups(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 3...3, attributes: ["epsilon", "num_groups", "stash_type"])
    let value = try rows(node.inputs[0], of: node)
    let sides = value.shape.exampleSides
    let channels = sides[0]
    let isByGroup = node.proto.opType == "GroupNormalization"
    let groups = isByGroup ? try node.integer("num_groups", default: 0) : channels
    guard sides.count >= 1, groups > 0, channels % groups == 0 else {
      throw node.malformed("has \(groups) groups for a value of shape \(value.shape)")
    }
    let grouped = value.viewed(
      as: ONNXShape(
        form: .rows, sides: [value.shape.batch, groups, value.shape.features / groups]))
    let result = try normalized(
      grouped, along: [2], epsilon: node.number("epsilon", default: 1e-5), isCentered: true, node)
    let whole = try settled(result.viewed(as: value.shape), as: ONNXShape.image(sides), node)
    let (scale, shift) = (
      try numbers(constant(node.inputs[1], of: node)),
      try numbers(constant(node.inputs[2], of: node))
    )
    // Before opset 21 there are numbers for each group alone.
    guard scale.count == shift.count, [channels, groups].contains(scale.count) else {
      throw node.malformed(
        "has \(scale.count) factors and \(shift.count) shifts for \(channels) channels")
    }
    let width = channels / scale.count
    func spread(_ values: [Double]) -> ONNXBroadcast {
      ONNXBroadcast(
        numbers: values.flatMap { Array(repeating: $0, count: width) }, isByUnit: false)
    }
    return try shifted(scaled(whole, by: spread(scale), node), by: spread(shift), node)
  }

  /// LpNormalization with p = 2 or 1.
  mutating func normalizeLength(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["axis", "p"])
    let value = try rows(node.inputs[0], of: node)
    let axis = try axis(node.integer("axis", default: -1), of: value.shape, node)
    let power = try node.integer("p", default: 2)
    guard power == 1 else {
      let root = Double(value.shape.sides[axis] ?? 1).squareRoot()
      let result = try normalized(
        value, along: [axis], epsilon: 0, isCentered: false, node)
      return try scaled(result, by: uniform(1 / root, over: result, node), node)
    }
    let sizes = activated(value, .abs, node)
    let total = try reduced(sizes, [axis], keepsSides: true, .sum, node)
    return try product(value, activated(total, .reciprocal, node), node)
  }

  /// LRN: divided by powers of sums of squares of neighboring channels.
  mutating func normalizeNeighbors(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["alpha", "beta", "bias", "size"])
    let value = try rows(node.inputs[0], of: node)
    let sides = value.shape.exampleSides
    let (alpha, beta) = (
      try node.number("alpha", default: 1e-4), try node.number("beta", default: 0.75)
    )
    let (bias, size) = (try node.number("bias", default: 1), try node.integer("size", default: 1))
    let channels = sides[0]
    guard size >= 1, bias > 0, alpha >= 0 else {
      throw node.malformed("has windows of \(size) channels and a bias of \(bias)")
    }
    try checkExpansion(channels * channels, of: node)
    let image = try settled(value, as: ONNXShape.image(sides), node)
    let squares = activated(image, .power(exponent: 2), node)
    var weights = [Double](repeating: 0, count: channels * channels)
    for channel in 0..<channels {
      let first = max(0, channel - (size - 1) / 2)
      for other in first..<min(channels, channel + size / 2 + 1) {
        weights[channel * channels + other] = alpha / Double(size)
      }
    }
    let shape = layers.shape(of: squares.layer)
    let sums = layers.append(
      .convolution(Convolution(channels: channels, window: Window(1), hasBias: false)), weights,
      writtenOut: [0..<weights.count], after: squares.layer, shape: shape, for: node.name)
    let shifted = try shifted(
      fresh(squares, sums), by: uniform(bias, over: squares, node), node)
    return try product(image, activated(shifted, .power(exponent: -beta), node), node)
  }

  /// A value less its means along some sides, divided by its standard deviation there.
  private mutating func normalized(
    _ value: ONNXValue, along axes: [Int], epsilon: Double, isCentered: Bool, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try inGroups(value, along: axes, node) { size in
      .layerNormalization(
        LayerNormalization(size: size, epsilon: epsilon, isCentered: isCentered))
    }
  }

  /// A value times the second input of a node, plus the third.
  private mutating func affine(
    _ value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var result = try scaled(
      value, by: broadcast(constant(node.inputs[1], of: node), over: value, node), node)
    if node.inputs.count > 2, !node.inputs[2].isEmpty {
      result = try shifted(
        result, by: broadcast(constant(node.inputs[2], of: node), over: result, node), node)
    }
    return result
  }

  // MARK: - Other sums over sides

  /// ReduceMin, ReduceL1, ReduceL2, ReduceSumSquare, ReduceLogSumExp and ReduceLogSum.
  mutating func reduceByParts(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    let value = try rows(node.inputs[0], of: node)
    func inner(_ function: Activation) -> ONNXValue { activated(value, function, node) }
    func all(
      _ value: ONNXValue, _ reduction: Reduction
    ) throws(FormatError) -> ONNXValue { try reduce(node, reduction, of: value) }
    switch node.proto.opType {
    case "ReduceMin":
      let negated = try scaled(value, by: uniform(-1, over: value, node), node)
      let largest = try all(negated, .maximum)
      return try scaled(largest, by: uniform(-1, over: largest, node), node)
    case "ReduceL1": return try all(inner(.abs), .sum)
    case "ReduceSumSquare": return try all(inner(.power(exponent: 2)), .sum)
    case "ReduceL2":
      return activated(try all(inner(.power(exponent: 2)), .sum), .sqrt, node)
    case "ReduceLogSum": return activated(try all(value, .sum), .log, node)
    default: return activated(try all(inner(.exp), .sum), .log, node)
    }
  }
}
