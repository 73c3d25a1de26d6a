import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// What a nonlinearity makes of a value.
  mutating func activated(
    _ value: ONNXValue, _ function: Activation, _ node: ONNXNode
  ) -> ONNXValue {
    fresh(value, layers.append(function, after: value.layer, for: node.name))
  }

  /// Clip: a ReLU, or a clipped ReLU, between affine maps.
  mutating func clip(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...3, attributes: ["min", "max"])
    let value = try value(node.inputs[0], of: node)
    switch (try limit(node, 1, "min"), try limit(node, 2, "max")) {
    case (nil, nil): return value
    case (let least?, nil):
      return bounded(value, from: try uniform(least, over: value, node), node)
    case (nil, let most?):
      return bounded(value, upTo: try uniform(most, over: value, node), node)
    case (let least?, let most?):
      let length = most - least
      guard length > 0, length.isFinite, (1 / length).isFinite else {
        throw node.unsupported(
          "clips to values from \(least) to \(most), which makes all of them the same",
          "Train or export it again.")
      }
      let numbers = try uniform(length, over: value, node)
      return surrounded(
        value, .clippedReLU, means: numbers.mapped { _ in least }, deviations: numbers, node)
    }
  }

  /// Max or Min, of a value and constants.
  mutating func bound(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...max(1, node.inputs.count))
    var values: [ONNXValue] = []
    var constants: [ONNXConstant] = []
    for name in node.inputs {
      guard !name.isEmpty else { throw node.malformed("lacks an input") }
      switch try term(name, of: node) {
      case .value(let value): values.append(value)
      case .constant(let constant): constants.append(constant)
      case .rows: throw countingExamples(node)
      }
    }
    let isMaximum = node.proto.opType == "Max"
    guard var result = values.first else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    if values.count > 1, isMaximum {
      result = try maximum(of: values, node)
    } else if values.count > 1 {
      // The smallest is what is left of the largest of negatives.
      var negatives: [ONNXValue] = []
      for value in values {
        negatives.append(try scaled(value, by: uniform(-1, over: value, node), node))
      }
      let largest = try maximum(of: negatives, node)
      result = try scaled(largest, by: uniform(-1, over: largest, node), node)
    }
    for constant in constants {
      let limits = try broadcast(constant, over: result, node)
      for number in limits.numbers { try check(number, of: node) }
      result =
        isMaximum
        ? bounded(result, from: limits, node) : bounded(result, upTo: limits, node)
    }
    return result
  }

  /// The largest of a value and numbers: relu(x − c) + c.
  private mutating func bounded(
    _ value: ONNXValue, from least: ONNXBroadcast, _ node: ONNXNode
  ) -> ONNXValue {
    surrounded(value, .relu, means: least, deviations: least.mapped { _ in 1 }, node)
  }

  /// The smallest of a value and numbers: c − relu(c − x).
  private mutating func bounded(
    _ value: ONNXValue, upTo most: ONNXBroadcast, _ node: ONNXNode
  ) -> ONNXValue {
    surrounded(value, .relu, means: most, deviations: most.mapped { _ in -1 }, node)
  }

  /// φ((x − mean) / deviation) · deviation + mean, each map left out where it changes nothing.
  private mutating func surrounded(
    _ value: ONNXValue, _ function: Activation, means: ONNXBroadcast, deviations: ONNXBroadcast,
    _ node: ONNXNode
  ) -> ONNXValue {
    guard
      means.numbers.contains(where: { $0 != 0 }) || deviations.numbers.contains(where: { $0 != 1 })
    else { return activated(value, function, node) }
    let inside = mapped(
      value, means.isByUnit, means: means.numbers, deviations: deviations.numbers, node)
    let pairs = zip(means.numbers, deviations.numbers)
    return mapped(
      activated(inside, function, node), means.isByUnit, means: pairs.map { -$0 / $1 },
      deviations: pairs.map { 1 / $1 }, node)
  }

  /// A limit of Clip, from an attribute or, from opset 11 on, an input; nil without one.
  private func limit(
    _ node: ONNXNode, _ index: Int, _ name: String
  ) throws(FormatError) -> Double? {
    let inputs = node.inputs
    let number: Double
    if inputs.count > index, !inputs[index].isEmpty {
      let constant = try constant(inputs[index], of: node)
      guard try constant.count() == 1 else {
        throw node.malformed("has a \(name) of shape \(try constant.sides())")
      }
      number = try constant.numbers(allowsInfinity: true).values[0]
    } else if let attribute = try node.float(name) {
      number = Double(attribute)
    } else {
      return nil
    }
    guard !number.isNaN else { throw node.malformed("has a \(name) that is no number") }
    // The largest numbers of single precision stand for no limit.
    let isNone = number.magnitude >= Double(Float.greatestFiniteMagnitude)
    guard !isNone || (number < 0) == (name == "min") else {
      throw node.unsupported(
        "clips every value to \(number)", "Train or export it again.")
    }
    guard !isNone else { return nil }
    try check(number, of: node)
    return number
  }

  /// Checks that values beside a limit keep enough digits when it is taken from them.
  private func check(_ limit: Double, of node: ONNXNode) throws(FormatError) {
    guard limit.magnitude <= 0x1p30 else {
      throw node.unsupported(
        "limits values to \(limit), beside which they would lose their digits",
        "Leave out the limit, or give one below \(1 << 30).")
    }
  }

  /// LeakyRelu: none of slope 1, and a ReLU of slope 0.
  mutating func leak(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["alpha"])
    let slope = try node.number("alpha", default: 0.01)
    let value = try value(node.inputs[0], of: node)
    guard slope != 1 else { return value }
    return leaking(value, slope, node)
  }

  private mutating func leaking(
    _ value: ONNXValue, _ slope: Double, _ node: ONNXNode
  ) -> ONNXValue {
    activated(value, slope == 0 ? .relu : .leakyReLU(slope: slope), node)
  }

  /// PRelu: x, or s·x where x is negative, with a slope for each channel or number; relu(x) −
  /// s·relu(−x) where they differ.
  mutating func leakByParts(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2)
    var value = try value(node.inputs[0], of: node)
    let slopes = try broadcast(constant(node.inputs[1], of: node), over: value, node)
    if let slope = slopes.numbers.first, slopes.numbers.allSatisfy({ $0 == slope }) {
      return slope == 1 ? value : leaking(value, slope, node)
    }
    value.isShared = true
    let negated = try scaled(value, by: uniform(-1, over: value, node), node)
    let below = try scaled(activated(negated, .relu, node), by: slopes.scaled(by: -1), node)
    return try sum(activated(value, .relu, node), below, node)
  }
}
