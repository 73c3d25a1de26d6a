import PlateauNetworks
import PlateauNumerics

// Means, sums and maxima over sides of a value: poolings of an image whose rows are what is kept.
extension ONNXImport {
  /// What a node makes of all numbers along some sides.
  enum Reduction {
    case mean
    case sum
    case maximum
    case product
  }

  /// ReduceMean, ReduceSum, ReduceMax and ReduceProd over any sides but that of examples, of what a node takes or
  /// of what has been made of it.
  mutating func reduce(
    _ node: ONNXNode, _ reduction: Reduction, of other: ONNXValue? = nil
  ) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...2, attributes: ["axes", "keepdims", "noop_with_empty_axes"])
    let own = try rows(node.inputs[0], of: node)
    let value = other ?? own
    let rank = value.shape.sides.count
    let axes = try axes(of: node, rank: rank) ?? []
    if axes.isEmpty, other == nil, try node.integer("noop_with_empty_axes", default: 0) != 0 {
      return value
    }
    guard !axes.isEmpty, !axes.contains(0) else {
      throw node.unsupported(
        "takes a value of shape \(value.shape) together along the sides \(axes)",
        "The first side must stay the batch.")
    }
    let keepsSides = try node.integer("keepdims", default: 1) != 0
    return try reduced(value, axes, keepsSides: keepsSides, reduction, node)
  }

  /// A value with the numbers along some sides taken together.
  mutating func reduced(
    _ value: ONNXValue, _ axes: [Int], keepsSides: Bool, _ reduction: Reduction, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let rank = value.shape.sides.count
    let kept = (1..<rank).filter { !axes.contains($0) }
    let old = value.shape.sides.map { $0 ?? 1 }
    let (rows, width) = (kept.reduce(1) { $0 * old[$1] }, axes.reduce(1) { $0 * old[$1] })
    var sides = value.shape.sides
    for axis in axes { sides[axis] = 1 }
    if !keepsSides { sides = sides.indices.filter { !axes.contains($0) }.map { sides[$0] } }
    if sides.count == 1 { sides.append(1) }
    try checkExpansion(value.shape.features, of: node, isKept: false)
    var turned = value.transposed([0] + kept + axes.sorted())
    if case .product = reduction {
      turned.shape = ONNXShape(form: .rows, sides: [value.shape.batch, rows, width])
      return try multiplied(turned, node).viewed(as: ONNXShape(form: .rows, sides: sides))
    }
    let own = layers.shape(of: turned.layer)
    // An image of these channels is taken as it is.
    let image =
      turned.order == nil && own.channels == rows
      ? own : InputShape(channels: rows, height: 1, width: width)
    turned = try settled(turned, as: image, node)
    let operation: Operation =
      switch reduction {
      case .mean, .sum, .product: .globalAveragePooling
      case .maximum:
        .maxPooling(Pooling(window: Window(height: image.height, width: image.width)))
      }
    let layer = layers.append(
      operation, after: turned.layer, shape: InputShape(channels: rows, height: 1, width: 1),
      for: node.name)
    let result = ONNXValue(layer: layer, shape: ONNXShape(form: .rows, sides: sides))
    guard case .sum = reduction else { return result }
    return try scaled(result, by: uniform(Double(width), over: result, node), node)
  }

  /// The products of all numbers in each row of an example: those of halves, until one is left.
  private mutating func multiplied(
    _ value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var value = value
    while let (rows, width) = value.shape.matrix, width > 1 {
      let half = width / 2
      var product = try product(
        taken(value, along: 2, Array(0..<half), node),
        taken(value, along: 2, Array(half..<2 * half), node), node)
      if width % 2 != 0 {
        // What is left over waits for the next halves.
        let rest = try taken(value, along: 2, [width - 1], node)
        let places = (0..<rows).flatMap { row in
          (0..<half).map { row * half + $0 } + [rows * half + row]
        }
        product = try selected([product, rest], places, sides: [rows, half + 1], node)
      }
      value = product
    }
    return value
  }

  /// GlobalMaxPool: the largest number of each channel.
  mutating func poolAll(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1)
    let value = try rows(node.inputs[0], of: node)
    return try reduced(
      value, Array(2..<max(2, value.shape.sides.count)), keepsSides: true, .maximum, node)
  }

  /// The largest of several values, number by number.
  mutating func maximum(
    of values: [ONNXValue], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let first = values[0]
    guard values.allSatisfy({ $0.shape.sides.dropFirst() == first.shape.sides.dropFirst() }),
      values.allSatisfy({ $0.shape.form == .rows })
    else {
      throw node.unsupported(
        "compares values of the shapes " + values.map(\.shape.description).joined(separator: ", "),
        "All must have the same shape.")
    }
    let count = first.shape.features
    let places = (0..<count).flatMap { index in
      values.indices.map { $0 * count + index }
    }
    var result = try selected(
      values, places, sides: [count, values.count],
      as: InputShape(channels: count, height: 1, width: values.count), node)
    result.layer = layers.append(
      .maxPooling(Pooling(window: Window(height: 1, width: values.count))), after: result.layer,
      shape: InputShape(channels: count, height: 1, width: 1), for: node.name)
    result.shape = first.shape
    return result
  }
}

extension ONNXShape {
  /// The rows and columns of an example that is a matrix.
  fileprivate var matrix: (rows: Int, columns: Int)? {
    let sides = exampleSides
    return sides.count == 2 ? (sides[0], sides[1]) : nil
  }
}
