import PlateauNetworks
import PlateauNumerics

// Products of two values, and what is made of them.
extension ONNXImport {
  /// The products of two values, number by number, as NumPy broadcasts them.
  mutating func product(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    if first.layer == second.layer, first.order == second.order, first.shape == second.shape {
      return activated(first, .power(exponent: 2), node)
    }
    let sides = try broadcastSides(first, second, node)
    for (whole, factor) in [(first, second), (second, first)]
    where whole.shape.exampleSides == sides && factor.shape.exampleSides != sides {
      if let gated = try gated(whole, by: factor, node) { return gated }
    }
    let pair = (try expanded(first, to: sides, node), try expanded(second, to: sides, node))
    var (one, two) = pair
    if one.order != two.order { (one, two) = try aligned(one, two, node) }
    if layers.shape(of: one.layer) != layers.shape(of: two.layer) {
      one.layer = layers.flatten(one.layer, for: node.name)
      two.layer = layers.flatten(two.layer, for: node.name)
    }
    return fresh(one, layers.append(.product, of: [one.layer, two.layer], for: node.name))
  }

  /// The product with a number for each place along the first side; nil where the factor has others.
  private mutating func gated(
    _ value: ONNXValue, by factor: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue? {
    let sides = value.shape.exampleSides
    guard let channels = sides.first, factor.shape.exampleSides.first == channels,
      factor.shape.features == channels
    else { return nil }
    let own = layers.shape(of: value.layer)
    let image =
      value.order == nil && own.channels == channels
      ? own
      : InputShape(channels: channels, height: 1, width: value.shape.features / channels)
    let whole = try settled(value, as: image, node)
    let gate = try settled(
      factor, as: InputShape(channels: channels, height: 1, width: 1), node)
    return fresh(whole, layers.append(.product, of: [whole.layer, gate.layer], for: node.name))
  }

  /// The sides of an example of what two values make together.
  func broadcastSides(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> [Int] {
    let (a, b) = (first.shape.exampleSides, second.shape.exampleSides)
    guard first.shape.form == second.shape.form, a.count == b.count,
      zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 })
    else {
      throw node.unsupported(
        "combines values of the shapes \(first.shape) and \(second.shape)",
        "Both need as many sides, of which each is the same or 1.")
    }
    return zip(a, b).map { max($0, $1) }
  }

  /// A value with its single places repeated along sides that are longer.
  mutating func expanded(
    _ value: ONNXValue, to sides: [Int], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let own = value.shape.exampleSides
    guard own != sides else { return value }
    return try combined(
      value,
      zip(own, sides).map { $0 == $1 ? Array(0..<$0) : Array(repeating: 0, count: $1) }, node)
  }

  /// A value with its single places repeated along sides of which a constant beside it has more.
  mutating func expanded(
    _ value: ONNXValue, beside constant: ONNXConstant, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let (given, shape) = (try constant.sides(), value.shape)
    guard shape.form == .rows, given.count <= shape.sides.count else { return value }
    let all = Array(repeating: 1, count: shape.sides.count - given.count) + given
    let (own, sides) = (shape.exampleSides, Array(all.dropFirst()))
    guard all[0] == 1, zip(own, sides).contains(where: { $0 == 1 && $1 > 1 }),
      zip(own, sides).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 })
    else { return value }
    let features = zip(own, sides).reduce(1) { $0 * max($1.0, $1.1) }
    try checkExpansion(features, of: node, isKept: false)
    return try expanded(value, to: zip(own, sides).map { max($0, $1) }, node)
  }

  /// The products of matrices along the last two sides of two values.
  mutating func multiplyValues(
    _ first: ONNXValue, _ second: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let (a, b) = (first.shape.exampleSides, second.shape.exampleSides)
    let rank = a.count
    guard first.shape.form == .rows, second.shape.form == .rows, rank >= 2, b.count == rank,
      a[rank - 1] == b[rank - 2]
    else {
      throw node.unsupported(
        "multiplies values of the shapes \(first.shape) and \(second.shape)",
        "Both need a side for the batch and as many others, of which the last two are matrices that "
          + "fit.")
    }
    let outer = zip(a.dropLast(2), b.dropLast(2))
    guard outer.allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
      throw node.malformed(
        "multiplies values of the shapes \(first.shape) and \(second.shape)")
    }
    let groups = outer.map { max($0, $1) }
    let one = try expanded(first, to: groups + a.suffix(2), node)
    let two = try expanded(second, to: groups + b.suffix(2), node)
    let swapped = two.transposed(Array(0..<rank - 1) + [rank, rank - 1])
    // What is transposed here may lie as it is needed.
    let isTransposed = two.order != nil && swapped.order == nil
    func vector(_ value: ONNXValue) -> InputShape {
      InputShape(channels: value.shape.features, height: 1, width: 1)
    }
    let left = try settled(one, as: vector(one), node)
    let right = try settled(isTransposed ? swapped : two, as: vector(two), node)
    let product = Operation.MatrixProductShape(
      groups: groups.reduce(1, *), rows: a[rank - 2], inner: a[rank - 1], columns: b[rank - 1],
      isTransposed: isTransposed)
    let count = groups.reduce(1, *) * a[rank - 2] * b[rank - 1]
    let layer = layers.append(
      .matrixProduct(product), of: [left.layer, right.layer],
      shape: InputShape(channels: count, height: 1, width: 1), for: node.name)
    return ONNXValue(
      layer: layer,
      shape: ONNXShape(
        form: .rows, sides: [first.shape.batch] + groups + [a[rank - 2], b[rank - 1]]))
  }

  /// A softmax within the network, along some sides.
  mutating func softmaxWithin(
    _ value: ONNXValue, along axes: [Int], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try inGroups(value, along: axes, node) { .softmax(size: $0) }
  }

  /// What an operation on groups of numbers that follow each other makes of those along some sides.
  mutating func inGroups(
    _ value: ONNXValue, along axes: [Int], _ node: ONNXNode, _ operation: (Int) -> Operation
  ) throws(FormatError) -> ONNXValue {
    let rank = value.shape.sides.count
    let order = [0] + (1..<rank).filter { !axes.contains($0) } + axes
    let size = axes.reduce(1) { $0 * (value.shape.sides[$1] ?? 1) }
    let turned = value.transposed(order)
    let vector = InputShape(channels: value.shape.features, height: 1, width: 1)
    let settled = try settled(turned, as: vector, node)
    let layer = layers.append(
      operation(size), of: [settled.layer], shape: vector, for: node.name)
    let made = ONNXValue(layer: layer, shape: turned.shape)
    return made.transposed(Permutation.inverse(of: order))
  }
}
