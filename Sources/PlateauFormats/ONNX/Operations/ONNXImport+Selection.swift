import PlateauNetworks
import PlateauNumerics

// Nodes that only move numbers: one layer can put any of them anywhere.
extension ONNXImport {
  /// Returns numbers of a value in new places.
  ///
  /// - Parameters:
  ///   - value: Rows of examples.
  ///   - places: For each number of the result, which one of an example it is, in the order that nodes
  ///     see; −1 is a zero.
  ///   - sides: The sides of an example of the result.
  ///   - shape: The shape that the layer puts out; by default that of an image of these sides.
  ///   - node: The node that needs it.
  /// - Returns: The value that a layer puts out, in the order that nodes see.
  /// - Throws: `FormatError` where there are too many.
  mutating func selected(
    _ value: ONNXValue, _ places: [Int], sides: [Int], as shape: InputShape? = nil, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try selected([value], places, sides: sides, as: shape, node)
  }

  /// The same of several values, whose numbers are counted one value after the other.
  mutating func selected(
    _ values: [ONNXValue], _ places: [Int], sides: [Int], as shape: InputShape? = nil,
    _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try checkExpansion(places.count, of: node, isKept: false)
    // From the order of nodes to that of layers.
    var known: [Int] = []
    var offset = 0
    for value in values {
      known +=
        value.order.map { $0.map { $0 + offset } } ?? Array(offset..<offset + value.shape.features)
      offset += value.shape.features
    }
    var own = places.map { $0 < 0 ? -1 : known[$0] }
    let result = ONNXShape(form: .rows, sides: [values[0].shape.batch] + sides)
    var sources = values.map(\.layer)
    if sources.count == 1, let (layer, ranks) = ranked(own, of: sources[0]) {
      if ranks.elementsEqual(0..<layers.shape(of: layer).count),
        shape.map({ $0 == layers.shape(of: layer) }) ?? true
      {
        return ONNXValue(layer: layer, shape: result)
      }
      (own, sources) = (ranks, [layer])
    }
    let layer = layers.append(
      Selection(shape: shape ?? ONNXShape.image(sides), places: own), of: sources, for: node.name)
    return ONNXValue(layer: layer, shape: result)
  }

  /// The value, put out by a layer in the shape of an image and in the order that nodes see.
  mutating func settled(
    _ value: ONNXValue, as image: InputShape, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let own = layers.shape(of: value.layer)
    if own == image, value.order == nil { return value }
    if value.order == nil, image.height * image.width == 1 {
      return fresh(value, layers.flatten(value.layer, for: node.name))
    }
    return try selected(
      value, Array(0..<value.shape.features), sides: value.shape.exampleSides, as: image, node)
  }

  /// Parts of a value along one of its sides; −1 stands for zeros.
  mutating func taken(
    _ value: ONNXValue, along axis: Int, _ parts: [Int], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    var sides = value.shape.exampleSides
    let places = Permutation.parts(of: sides, along: axis - 1, parts)
    sides[axis - 1] = parts.count
    return try selected(value, places, sides: sides, node)
  }

  /// A value that nodes take numbers of by their places: rows of examples.
  mutating func rows(_ name: String, of node: ONNXNode) throws(FormatError) -> ONNXValue {
    let value = try value(name, of: node)
    guard value.shape.form == .rows else { throw mixingExamples(node, value.shape) }
    return value
  }

  /// A side of a value, counted from the first, which is not that of examples.
  func axis(
    _ given: Int, of shape: ONNXShape, _ node: ONNXNode
  ) throws(FormatError) -> Int {
    let rank = shape.sides.count
    let axis = given < 0 ? given + rank : given
    guard (0..<rank).contains(axis) else {
      throw node.malformed("has the axis \(given) for a value of shape \(shape)")
    }
    guard axis > 0 else { throw mixingExamples(node, shape) }
    return axis
  }

  func mixingExamples(_ node: ONNXNode, _ shape: ONNXShape) -> FormatError {
    node.unsupported(
      "takes a value of shape \(shape) along its examples, which mixes those of a batch",
      "The first side must stay the batch.")
  }

  /// The parts of a value along each of its sides at once.
  mutating func combined(
    _ value: ONNXValue, _ parts: [[Int]], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    // In floating point, since the product can exceed every integer.
    let count = parts.reduce(1.0) { $0 * Double($1.count) }
    try checkExpansion(Int(min(count, 0x1p60)), of: node, isKept: false)
    let places = Permutation.combined(parts, of: value.shape.exampleSides)
    return try selected(value, places, sides: parts.map(\.count), node)
  }
}

extension ONNXShape {
  /// An example of some sides as an image.
  static func image(_ sides: [Int]) -> InputShape {
    switch sides.count {
    case 0, 1: InputShape(channels: sides.first ?? 1, height: 1, width: 1)
    case 2: InputShape(channels: sides[0], height: 1, width: sides[1])
    default:
      InputShape(
        channels: sides[0], height: sides[1], width: sides[2...].reduce(1, *))
    }
  }
}
