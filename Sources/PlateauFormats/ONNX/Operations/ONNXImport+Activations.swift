import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  mutating func activate(
    _ node: ONNXNode, _ function: Activation
  ) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1)
    return activated(try value(node.inputs[0], of: node), function, node)
  }

  private mutating func activated(
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
      return try mapped(value, node, mean: least, deviation: 1, .relu, back: (-least, 1))
    case (nil, let most?):
      // most − relu(most − x)
      return try mapped(value, node, mean: most, deviation: -1, .relu, back: (most, -1))
    case (let least?, let most?):
      let length = most - least
      guard length > 0, length.isFinite, (1 / length).isFinite else {
        throw node.malformed("clips to values from \(least) to \(most)")
      }
      return try mapped(
        value, node, mean: least, deviation: length, .clippedReLU,
        back: (-least / length, 1 / length))
    }
  }

  /// A nonlinearity between two maps (x − mean) / deviation, each left out where it changes nothing.
  private mutating func mapped(
    _ value: ONNXValue, _ node: ONNXNode, mean: Double, deviation: Double, _ function: Activation,
    back: (mean: Double, deviation: Double)
  ) throws(FormatError) -> ONNXValue {
    func map(
      _ value: ONNXValue, _ mean: Double, _ deviation: Double, in all: inout ONNXImport
    ) throws(FormatError) -> ONNXValue {
      guard mean != 0 || deviation != 1 else { return value }
      let means = try all.uniform(mean, over: value, node).numbers
      return all.mapped(
        value, false, means: means, deviations: means.map { _ in deviation }, node)
    }
    let inside = try map(value, mean, deviation, in: &self)
    return try map(activated(inside, function, node), back.mean, back.deviation, in: &self)
  }

  /// A limit of Clip, from an attribute or, from opset 11 on, an input; nil without one.
  private func limit(
    _ node: ONNXNode, _ index: Int, _ name: String
  ) throws(FormatError) -> Double? {
    let inputs = node.inputs
    if inputs.count > index, !inputs[index].isEmpty {
      let constant = try constant(inputs[index], of: node)
      guard try constant.count() == 1 else {
        throw node.malformed("has a \(name) of shape \(try constant.sides())")
      }
      return Self.bounded(try numbers(constant)[0])
    }
    guard node.proto.attribute.contains(where: { $0.name == name }) else { return nil }
    return Self.bounded(try node.number(name, default: 0))
  }

  /// nil for the largest numbers of single precision, which stand for no limit.
  private static func bounded(_ number: Double) -> Double? {
    number.magnitude < Double(Float.greatestFiniteMagnitude) ? number : nil
  }

  /// LeakyRelu: α·x + (1 − α)·relu(x).
  mutating func leak(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["alpha"])
    let slope = try node.number("alpha", default: 0.01)
    var value = try value(node.inputs[0], of: node)
    guard slope != 1 else { return value }
    value.layer = value.layer ?? layers.copy(nil, for: node.name)
    value.isShared = true
    var bent = activated(value, .relu, node)
    guard slope != 0 else { return bent }
    bent = try scaled(bent, by: uniform(1 - slope, over: bent, node), node)
    let straight = try scaled(value, by: uniform(slope, over: value, node), node)
    guard let one = bent.layer, let two = straight.layer else { return bent }
    return fresh(value, layers.append(sumOf: one, two, for: node.name))
  }
}
