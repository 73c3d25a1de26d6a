extension ONNXChain {
  /// Flatten: all sides before an axis become one, and all from it on.
  mutating func flatten(_ node: ONNXNode) throws(FormatError) {
    try node.check(inputs: 1...1, attributes: ["axis"])
    try checkValue(node.inputs[0], of: node)
    let rank = shape.sides.count
    let given = try node.integer("axis", default: 1)
    guard (-rank...rank).contains(given) else {
      throw node.malformed("has the axis \(given) for a value of shape \(shape)")
    }
    let axis = given < 0 ? given + rank : given
    let isBatch = shape.form == .rows
    if axis == 0, shape.batch == 1 {
      shape = .rows(1, shape.features)
    } else if isBatch, axis >= 1, shape.sides[1..<axis].allSatisfy({ $0 == 1 }) {
      shape = .rows(shape.batch, shape.features)
    } else if !isBatch, axis >= 1 {
      shape = .column(shape.features)
    } else {
      throw mixing(node)
    }
    if layers.isEmpty, shape.form == .column { input = shape }
  }

  /// Reshape, to a shape that is a constant.
  mutating func reshape(_ node: ONNXNode) throws(FormatError) {
    try node.check(inputs: 2...2, attributes: ["allowzero"])
    try checkValue(node.inputs[0], of: node)
    guard case .constant(let tensor) = try operand(node.inputs[1], of: node) else {
      throw node.unsupported(
        "reshapes to a computed shape", "Export it with a Flatten, or with a fixed shape.")
    }
    guard try tensor.shape().count == 1, try tensor.shape()[0] <= 8 else {
      throw node.malformed("reshapes to a shape of shape \(try tensor.shape())")
    }
    let keepsZeros = try node.integer("allowzero", default: 0) == 0
    let sides = try tensor.integers()
    guard sides.allSatisfy({ $0 >= -1 && $0 <= 1 << 24 && ($0 != 0 || keepsZeros) }),
      sides.count(where: { $0 == -1 }) <= 1
    else { throw node.malformed("reshapes to the impossible shape \(sides)") }
    guard let result = reshaped(to: sides) else { throw mixing(node, to: sides) }
    shape = result
  }

  /// The value in other sides; nil where they would not keep examples apart.
  private func reshaped(to sides: [Int]) -> ONNXShape? {
    let features = shape.features
    // A zero stands for the side that was in its place.
    var known = sides.enumerated().map { index, side -> Int? in
      guard side == 0 else { return side }
      return shape.sides.indices.contains(index) ? shape.sides[index] : nil
    }
    guard let first = sides.first else { return nil }
    if sides.count == 1 {
      return shape.batch == 1 && (first == -1 || known[0] == features) ? .vector(features) : nil
    }
    let isOpen = first == 0 && shape.form == .rows && known[0] == nil
    guard known.dropFirst().allSatisfy({ $0 != nil }), isOpen || known[0] != nil else { return nil }
    let product = known.dropFirst().reduce(1.0) { $0 * Double($1 ?? 1).magnitude }
    if let open = known.dropFirst().firstIndex(of: -1) {
      guard product > 0, product <= Double(features), features % Int(product) == 0 else {
        return nil
      }
      known[open] = features / Int(product)
    } else if product != Double(features) {
      return nil
    }
    // What remains for the first side is the batch: whatever it is in the input, or just that.
    guard isOpen || first == -1 || shape.batch == nil || known[0] == shape.batch else { return nil }
    known[0] = isOpen || first == -1 ? shape.batch : known[0]
    return ONNXShape(form: .rows, sides: known)
  }

  private func mixing(_ node: ONNXNode, to sides: [Int]? = nil) -> FormatError {
    node.unsupported(
      "reshapes a value of shape \(shape)\(sides.map { " to \($0)" } ?? ""), which mixes the "
        + "examples of a batch",
      "The first side must stay the batch.")
  }
}
