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

  /// Attention of heads: softmax of scaled products of queries and keys, times values.
  mutating func attend(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(
      inputs: 3...3,
      attributes: [
        "scale", "is_causal", "q_num_heads", "kv_num_heads", "softcap", "qk_matmul_output_mode",
        "softmax_precision",
      ])
    let values = [
      try rows(node.inputs[0], of: node), try rows(node.inputs[1], of: node),
      try rows(node.inputs[2], of: node),
    ]
    guard try node.integer("is_causal", default: 0) == 0,
      try node.number("softcap", default: 0) == 0
    else {
      throw node.unsupported(
        "hides keys from queries, or bounds their products",
        "Export the model with an older opset, in which attention is made of single nodes.")
    }
    let counts = [
      try node.integer("q_num_heads", default: 0), try node.integer("kv_num_heads", default: 0),
    ]
    var heads: [ONNXValue] = []
    for (value, count) in zip(values, [counts[0], counts[1], counts[1]]) {
      let sides = value.shape.exampleSides
      guard sides.count == 2 else {
        heads.append(value)
        continue
      }
      guard count > 0, sides[1] % count == 0 else {
        throw node.malformed("has \(count) heads for a value of shape \(value.shape)")
      }
      let parted = value.viewed(
        as: ONNXShape(
          form: .rows, sides: [value.shape.batch, sides[0], count, sides[1] / count]))
      heads.append(parted.transposed([0, 2, 1, 3]))
    }
    let (query, key) = (heads[0], heads[1])
    guard heads.allSatisfy({ $0.shape.exampleSides.count == 3 }),
      Set(heads.map { $0.shape.exampleSides[0] }).count == 1
    else {
      throw node.unsupported(
        "takes values of the shapes \(values.map(\.shape.description).joined(separator: ", "))",
        "Queries, keys and values need the same number of heads.")
    }
    let width = query.shape.exampleSides[2]
    let scale = try node.number("scale", default: 1 / Double(width).squareRoot())
    let scores = try multiplyValues(query, key.transposed([0, 1, 3, 2]), node)
    let scaled = try scaled(scores, by: uniform(scale, over: scores, node), node)
    let weights = try softmaxWithin(scaled, along: [3], node)
    let result = try multiplyValues(weights, heads[2], node)
    guard values[0].shape.exampleSides.count == 2 else { return result }
    let sides = values[0].shape.exampleSides
    return result.transposed([0, 2, 1, 3]).viewed(
      as: ONNXShape(
        form: .rows,
        sides: [result.shape.batch, sides[0], result.shape.features / sides[0]]))
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
