import PlateauNetworks
import PlateauNumerics
import SwiftProtobuf

// Nodes on values whose batch of 1 has been squeezed away: the same nodes with that side before all others.
extension ONNXImport {
  /// What a node makes of values without a side for the batch.
  ///
  /// - Throws: `FormatError` where the node is not read so, or takes other values, too.
  mutating func unbatched(
    _ node: ONNXNode, _ taken: [(name: String, value: ONNXValue)], _ refusal: FormatError
  ) throws(FormatError) -> ONNXValue {
    guard taken.allSatisfy({ $0.value.detour?.place == .absent }) else { throw refusal }
    let originals = taken.map { ($0.name, self[$0.name]) }
    defer { for (name, value) in originals { self[name] = value } }
    let operation = node.proto.opType
    var rank = taken.map(\.value.seenSides.count).max() ?? 0
    // What is written out to the left of others gets sides of 1 first.
    let isRaised = Self.byNumber.contains(operation) || operation == "Expand"
    if Self.byNumber.contains(operation) { rank = try self.rank(of: node, least: rank) }
    if operation == "Expand" {
      let wanted = try constant(node.inputs[1], of: node).count()
      rank = max(rank, wanted)
    }
    for (name, var value) in taken {
      let missing = rank - value.seenSides.count
      if missing > 0, isRaised {
        let ones = [Int?](repeating: 1, count: missing)
        value.shape.sides.insert(contentsOf: ones, at: 1)
      }
      value.detour = nil
      value.isShared = true
      self[name] = .value(value)
    }
    if operation == "Unsqueeze" { return try unsqueezed(node, refusal) }
    if operation == "MatMul", var result = try multiplyVectors(node, taken) {
      result.detour = ONNXDetour(place: .absent, refusal: refusal)
      return result
    }
    guard let own = try batched(node, rank: rank) else { throw refusal }
    var result =
      own.proto.opType == "Gemm" ? try multiplyRows(own) : try layer(for: own)
    guard result.detour == nil, result.shape.form == .rows else { throw refusal }
    result.detour = ONNXDetour(place: .absent, refusal: refusal)
    return result
  }

  /// The most sides of what a node calculates with number by number.
  private func rank(of node: ONNXNode, least: Int) throws(FormatError) -> Int {
    var rank = least
    for name in node.inputs {
      guard case .constant(let constant)? = self[name] else { continue }
      rank = max(rank, try constant.sides().count)
    }
    return rank
  }

  /// Unsqueeze, of which a first side is that of the batch again.
  private mutating func unsqueezed(
    _ node: ONNXNode, _ refusal: FormatError
  ) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...2, attributes: ["axes"])
    let value = try value(node.inputs[0], of: node)
    let given = try givenAxes(of: node) ?? []
    let old = value.shape.sides.dropFirst()
    let rank = old.count + given.count
    guard rank < 8 else { throw refusal }
    let axes = try axes(of: node, rank: rank) ?? []
    var rest = old.makeIterator()
    let sides: [Int?] = (0..<rank).map { axes.contains($0) ? 1 : rest.next() ?? 1 }
    let isBack = axes.contains(0) && rank > 1
    var result = value.viewed(as: ONNXShape(form: .rows, sides: isBack ? sides : [1] + sides))
    if !isBack { result.detour = ONNXDetour(place: .absent, refusal: refusal) }
    return result
  }

  /// The default of a node's axis.
  private func standardAxis(of operation: String) -> Int? {
    switch operation {
    case "Concat", "Gather", "GatherElements", "ScatterElements": 0
    case "Softmax", "LogSoftmax": operationSet < 13 ? 1 : -1
    case "LayerNormalization", "RMSNormalization", "LpNormalization", "TopK": -1
    case "QuantizeLinear", "DequantizeLinear": 1
    default: nil
    }
  }

  /// The same node for values with a side for the batch before all others; nil of those that are not read.
  private mutating func batched(
    _ node: ONNXNode, rank: Int
  ) throws(FormatError) -> ONNXNode? {
    let operation = node.proto.opType
    func own(_ axis: Int) -> Int { axis < 0 ? axis : axis + 1 }
    func isMissing(_ index: Int) -> Bool {
      node.inputs.count <= index || node.inputs[index].isEmpty
    }
    if let standard = standardAxis(of: operation) {
      let moved = node.setting("axis", to: own(try node.integer("axis", default: standard)))
      let isBeside = ["Concat", "GatherElements", "ScatterElements"].contains(operation)
      guard isBeside else { return moved }
      return try raising(moved)
    }
    if operation.hasPrefix("Reduce") || operation == "Squeeze" {
      if let given = try givenAxes(of: node), !given.isEmpty {
        return setting(axes: given.map(own), of: node)
      }
      guard operation != "Squeeze" else {
        let sides = try value(node.inputs[0], of: node).shape.sides
        return node.setting("axes", to: sides.indices.dropFirst().filter { sides[$0] == 1 })
      }
      guard try node.integer("noop_with_empty_axes", default: 0) == 0 else { return node }
      let all = Array(1..<rank + 1)
      return isMissing(1) ? node.setting("axes", to: all) : setting(all, at: 1, of: node)
    }
    switch operation {
    case "Transpose":
      let order = try node.integers("perm") ?? Array((0..<rank).reversed())
      return node.setting("perm", to: [0] + order.map { $0 + 1 })
    case "Reshape", "Tile", "Expand":
      let given = try integers(constant(node.inputs[1], of: node), of: node)
      let missing = operation == "Reshape" ? 0 : max(0, rank - given.count)
      return setting([1] + Array(repeating: 1, count: missing) + given, at: 1, of: node)
    case "Flatten":
      let sides = try value(node.inputs[0], of: node).shape.exampleSides
      let given = try node.integer("axis", default: 1)
      guard (-rank...rank).contains(given) else { return nil }
      let axis = given < 0 ? given + rank : given
      let wanted = [1, sides[..<axis].reduce(1, *), sides[axis...].reduce(1, *)]
      return reshaping(node, to: wanted)
    case "Slice":
      guard !isMissing(3) else {
        guard isMissing(1) else {
          let count = try constant(node.inputs[1], of: node).count()
          return setting(Array(1..<count + 1), at: 3, of: node)
        }
        let starts = try node.integers("starts") ?? []
        let axes = try node.integers("axes") ?? Array(starts.indices)
        return node.setting("axes", to: axes.map(own))
      }
      return setting(
        try integers(constant(node.inputs[3], of: node), of: node).map(own), at: 3, of: node)
    case "CumSum":
      return setting(
        try integers(constant(node.inputs[1], of: node), of: node).map(own), at: 1, of: node)
    case "Pad":
      guard !isMissing(1) else { return nil }
      let pads = try integers(constant(node.inputs[1], of: node), of: node)
      guard isMissing(3) else {
        return setting(
          try integers(constant(node.inputs[3], of: node), of: node).map(own), at: 3, of: node)
      }
      let half = pads.count / 2
      return setting([0] + pads[..<half] + [0] + pads[half...], at: 1, of: node)
    case "ScatterND":
      let indices = try constant(node.inputs[1], of: node)
      let (sides, tuples) = (try indices.sides(), try integers(indices, of: node))
      guard let depth = sides.last, depth > 0 else { return nil }
      let own = stride(from: 0, to: tuples.count, by: depth).flatMap {
        [0] + tuples[$0..<$0 + depth]
      }
      let moved = ONNXConstant(own, sides: sides.dropLast() + [depth + 1], label: node.label)
      let raised = try raising(node)
      return setting(moved, at: 1, of: raised)
    case "Attention": return try raising(node, upTo: 3, and: 4...5)
    case "MatMul": return rank > 1 || isConstant(node, 1) ? node : nil
    case "Einsum": return try raisingEquation(node)
    case "GatherND":
      guard try node.integer("batch_dims", default: 0) == 0 else { return nil }
      return try raising(node.setting("batch_dims", to: 1))
    case "Gemm":
      guard rank == 2, isConstant(node, 1) else { return nil }
      guard try node.integer("transA", default: 0) != 0 else { return node }
      let turned = try value(node.inputs[0], of: node).transposed([0, 2, 1])
      self[node.inputs[0]] = .value(turned)
      return node.setting("transA", to: 0)
    case let name where Self.byNumber.contains(name) || Self.ofOneNumber.contains(name):
      return node
    default: return nil
    }
  }

  /// The node with a first side of 1 for constants that stand beside values.
  private mutating func raising(
    _ node: ONNXNode, upTo end: Int = .max, and others: ClosedRange<Int>? = nil
  ) throws(FormatError) -> ONNXNode {
    var result = node
    for (index, name) in node.inputs.enumerated()
    where index < end || others?.contains(index) ?? false {
      guard case .constant(let constant)? = self[name] else { continue }
      result = setting(constant.viewed(as: [1] + (try constant.sides())), at: index, of: result)
    }
    return result
  }

  /// A node that only views a value in another shape.
  private mutating func reshaping(_ node: ONNXNode, to sides: [Int]) -> ONNXNode {
    let name = "shape for \(node.proto.output.first ?? "")"
    self[name] = .constant(
      ONNXConstant(sides.map { $0 }, sides: [sides.count], label: node.label))
    var proto = node.proto
    proto.opType = "Reshape"
    proto.input = [node.inputs[0], name]
    proto.attribute = []
    return ONNXNode(proto, like: node)
  }
}
