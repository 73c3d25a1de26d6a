import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Attention of heads: softmax of scaled products of queries and keys, times values.
  ///
  /// Keys, values and those before them may be constants; masks and the lengths of keys must be.
  mutating func attend(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(
      inputs: 3...7,
      attributes: [
        "scale", "is_causal", "q_num_heads", "kv_num_heads", "softcap", "qk_matmul_output_mode",
        "softmax_precision", "left_window_size", "right_window_size",
      ])
    var heads: [ONNXValue] = []
    let counts = [
      try node.integer("q_num_heads", default: 0), try node.integer("kv_num_heads", default: 0),
    ]
    for (index, count) in [counts[0], counts[1], counts[1]].enumerated() {
      heads.append(try self.heads(of: node, index, count))
    }
    let sides = heads[0].shape.exampleSides
    guard sides.count >= 3, heads.allSatisfy({ $0.shape.exampleSides.count == sides.count }) else {
      throw node.unsupported(
        "takes values of the shapes \(heads.map(\.shape.description).joined(separator: ", "))",
        "Queries, keys and values need sides for heads, places and numbers.")
    }
    let past = try continued(&heads, node)
    let axis = sides.count - 2
    try shareHeads(&heads, along: axis, node)
    let (query, key) = (heads[0], heads[1])
    let scale = try node.number("scale", default: 1 / Double(sides[sides.count - 1]).squareRoot())
    let rank = sides.count + 1
    let turned = Array(0..<rank - 2) + [rank - 1, rank - 2]
    var scores = try multiplyValues(query, key.transposed(turned), node)
    scores = try scaled(scores, by: uniform(scale, over: scores, node), node)
    let cap = try node.number("softcap", default: 0)
    if cap > 0 {
      let inside = try scaled(scores, by: uniform(1 / cap, over: scores, node), node)
      let bounded = activated(inside, .tanh, node)
      scores = try scaled(bounded, by: uniform(cap, over: bounded, node), node)
    }
    let weights = try attention(scores, past: past, node)
    let result = try multiplyValues(weights, heads[2], node)
    guard counts[0] > 0 else { return result }
    // Heads go back beside each other.
    let back = Array(0..<rank - 3) + [rank - 2, rank - 3, rank - 1]
    let together = result.transposed(back)
    let outer = sides.dropLast(3).map { Int?.some($0) }
    let width = result.shape.features / (outer.reduce(1) { $0 * ($1 ?? 1) } * sides[axis])
    return together.viewed(
      as: ONNXShape(form: .rows, sides: [result.shape.batch] + outer + [sides[axis], width]))
  }

  /// An operand with sides for heads, places and numbers, the last three.
  private mutating func heads(
    of node: ONNXNode, _ index: Int, _ count: Int
  ) throws(FormatError) -> ONNXValue {
    let value = try attended(node, index)
    guard count > 0 else { return value }
    let sides = value.shape.exampleSides
    guard sides.count >= 2, sides[sides.count - 1] % count == 0 else {
      throw node.malformed("has \(count) heads for a value of shape \(value.shape)")
    }
    let own: [Int?] = sides.dropLast().map { $0 } + [count, sides[sides.count - 1] / count]
    let parted = value.viewed(as: ONNXShape(form: .rows, sides: [value.shape.batch] + own))
    let rank = own.count + 1
    return parted.transposed(Array(0..<rank - 3) + [rank - 2, rank - 3, rank - 1])
  }

  /// An operand as a value.
  private mutating func attended(
    _ node: ONNXNode, _ index: Int
  ) throws(FormatError) -> ONNXValue {
    let name = node.inputs[index]
    guard case .constant = try operand(name, of: node) else { return try rows(name, of: node) }
    for other in node.inputs.prefix(3) {
      guard case .value = self[other] else { continue }
      let value = try rows(other, of: node)
      return try asValue(term(name, of: node), sides: nil, beside: value, node)
    }
    throw node.unsupported(
      "computes with constants alone", "Export the model with constants folded.")
  }

  /// Puts the keys and values of earlier places before those of the node.
  ///
  /// - Returns: How many there are.
  private mutating func continued(
    _ heads: inout [ONNXValue], _ node: ONNXNode
  ) throws(FormatError) -> Int {
    guard node.inputs.count > 5, !node.inputs[4].isEmpty, !node.inputs[5].isEmpty else { return 0 }
    var count = 0
    for (index, place) in [(4, 1), (5, 2)] {
      let (past, own) = (try attended(node, index), heads[place])
      let (a, b) = (past.shape.exampleSides, own.shape.exampleSides)
      let axis = b.count - 2
      guard a.count == b.count, a.indices.allSatisfy({ $0 == axis || a[$0] == b[$0] }) else {
        throw node.malformed("continues a value of shape \(past.shape) by one of \(own.shape)")
      }
      let (before, width) = (a[axis] * a[axis + 1], b[axis] * b[axis + 1])
      let start = past.shape.features
      var places: [Int] = []
      for outer in 0..<start / before {
        places += outer * before..<(outer + 1) * before
        places += start + outer * width..<start + (outer + 1) * width
      }
      var sides = b
      sides[axis] += a[axis]
      heads[place] = try selected([past, own], places, sides: sides, node)
      count = a[axis]
    }
    return count
  }

  /// Repeats keys and values that several heads of queries share.
  private mutating func shareHeads(
    _ heads: inout [ONNXValue], along axis: Int, _ node: ONNXNode
  ) throws(FormatError) {
    let count = heads[0].shape.exampleSides[axis - 1]
    for place in 1...2 {
      let own = heads[place].shape.exampleSides[axis - 1]
      guard own != count else { continue }
      guard own > 0, count % own == 0 else {
        throw node.malformed("has \(count) heads of queries, but \(own) of keys or values")
      }
      heads[place] = try taken(
        heads[place], along: axis, (0..<count).map { $0 / (count / own) }, node)
    }
  }
}
