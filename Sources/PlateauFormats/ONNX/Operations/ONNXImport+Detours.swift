import PlateauNetworks
import PlateauNumerics
import SwiftProtobuf

// Nodes that do to each example what they do, wherever the batch lies: with it first, they are the
// same nodes with other axes.
extension ONNXImport {
  /// What a node makes of values whose batch is not their first side.
  ///
  /// - Parameter node: The node.
  /// - Returns: What it makes; nil where all batches are first, or the node knows of detours itself.
  /// - Throws: `FormatError` where the node mixes examples.
  mutating func detoured(_ node: ONNXNode) throws(FormatError) -> ONNXValue? {
    var originals: [(name: String, value: ONNXValue)] = []
    for name in node.inputs {
      guard case .value(let value)? = self[name] else { continue }
      originals.append((name, value))
    }
    for case let detour? in originals.map(\.value.detour) where detour.place == .absent {
      return try unbatched(node, originals, detour.refusal)
    }
    guard !["Transpose", "Reshape", "GatherND"].contains(node.proto.opType) else { return nil }
    let taken = try leveled(originals, node)
    guard let first = taken.first(where: { $0.value.detour != nil })?.value,
      let detour = first.detour, case .axis(let place, let before, let after) = detour.place
    else { return nil }
    guard taken.allSatisfy({ $0.value.detour?.place == detour.place }) else {
      throw detour.refusal
    }
    let rank = first.shape.sides.count - before - after
    let axes = DetourAxes(batch: place, merged: before + after, rank: rank)
    guard let plan = try plan(node, axes) else { throw detour.refusal }
    for (name, var value) in taken {
      value.detour = nil
      value.isShared = true
      self[name] = .value(value)
    }
    defer { for (name, value) in originals { self[name] = .value(value) } }
    var result: ONNXValue
    if node.proto.opType == "Gemm" {
      result = try multiplyRows(node)
    } else {
      result = try layer(for: plan.node)
    }
    guard result.detour == nil, result.shape.form == .rows else { throw detour.refusal }
    result.detour = self.detour(
      .axis(place + plan.shift, before: before, after: after), detour.refusal)
    return result
  }

  /// The same node for values whose batch is first, and by how many sides the batch moves; nil where it
  /// would mix examples.
  private mutating func plan(
    _ node: ONNXNode, _ axes: DetourAxes
  ) throws(FormatError) -> (node: ONNXNode, shift: Int)? {
    func mapped(_ name: String, default standard: Int) throws(FormatError) -> ONNXNode? {
      guard let own = axes.own(try node.integer(name, default: standard)) else { return nil }
      return node.setting(name, to: own)
    }
    switch node.proto.opType {
    case "Concat":
      guard let node = try mapped("axis", default: 0), let moved = try moving(node, axes) else {
        return nil
      }
      return (moved, 0)
    case "Softmax", "LogSoftmax":
      // Before opset 13 several sides were taken together.
      guard operationSet >= 13, let node = try mapped("axis", default: -1) else { return nil }
      return (node, 0)
    case "LayerNormalization", "RMSNormalization":
      guard try node.integer("axis", default: -1) == -1, axes.batch < axes.rank - 1 else {
        return nil
      }
      return (node, 0)
    case "Gather":
      let axis = try node.integer("axis", default: 0)
      guard case .constant(let places)? = self[node.inputs[1]], let own = axes.own(axis) else {
        return nil
      }
      let added = try places.sides().count - 1
      return (node.setting("axis", to: own), own - 1 < axes.batch ? added : 0)
    case "Squeeze", "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL2":
      guard let given = try givenAxes(of: node) else { return nil }
      let own = given.compactMap(axes.own)
      guard own.count == given.count else { return nil }
      let keepsSides = try node.integer("keepdims", default: 1) != 0
      let isKept = node.proto.opType != "Squeeze" && keepsSides
      let gone = isKept ? 0 : own.count { $0 - 1 < axes.batch }
      return (setting(axes: own, of: node), -gone)
    case "Unsqueeze":
      guard let given = try givenAxes(of: node) else { return nil }
      // Counted in the result.
      let rank = axes.rank + given.count
      let places = given.map { $0 < 0 ? $0 + rank : $0 }.sorted()
      var batch = axes.batch
      for place in places where place <= batch { batch += 1 }
      let after = DetourAxes(batch: batch, merged: axes.merged, rank: rank)
      let own = places.compactMap(after.own)
      guard own.count == given.count else { return nil }
      return (setting(axes: own, of: node), batch - axes.batch)
    case "Slice":
      guard node.inputs.count > 3,
        case .constant(let list)? = self[node.inputs[3]]
      else { return nil }
      let given = try integers(list, of: node)
      let own = given.compactMap(axes.own)
      guard own.count == given.count else { return nil }
      return (setting(own, at: 3, of: node), 0)
    case "MatMul":
      guard axes.batch < axes.rank - (isConstant(node, 1) ? 1 : 2) else { return nil }
      return (node, 0)
    case "Gemm":
      let isTurned = try node.integer("transA", default: 0) != 0
      let isPlain = axes.rank == 2 && axes.batch == 0 && !isTurned
      return isPlain && isConstant(node, 1) ? (node, 0) : nil
    case let name where Self.byNumber.contains(name):
      guard let moved = try moving(node, axes) else { return nil }
      return (moved, 0)
    case "QuantizeLinear", "DequantizeLinear":
      guard case .constant(let scales)? = self[node.inputs[1]], try scales.count() == 1 else {
        return nil
      }
      return (node, 0)
    case let name where Self.ofOneNumber.contains(name): return (node, 0)
    default: return nil
    }
  }

  /// The nodes that make each number of one alone, wherever it lies.
  static let ofOneNumber = Set(functionNames).subtracting(byNumber).union([
    "Clip", "Identity", "Dropout", "Cast", "Neg", "Not",
  ])

  /// The nodes that calculate number by number, as NumPy broadcasts.
  static let byNumber: Set<String> = [
    "Add", "Sub", "Mul", "Div", "Sum", "Mean", "Max", "Min", "PRelu", "Pow", "Where", "Greater",
    "Less",
    "GreaterOrEqual", "LessOrEqual", "Equal", "And", "Or", "Xor",
  ]

  /// The node with its constants as they are with the batch first; nil where they differ along it.
  private mutating func moving(
    _ node: ONNXNode, _ axes: DetourAxes
  ) throws(FormatError) -> ONNXNode? {
    var result = node
    for (index, name) in node.inputs.enumerated() {
      guard case .constant(let constant)? = self[name] else { continue }
      let sides = try constant.sides()
      // To the right of the batch sides are the same with the batch first.
      let left = sides.dropLast(max(0, axes.rank - 1 - axes.batch))
      if node.proto.opType != "Concat", left.allSatisfy({ $0 == 1 }) { continue }
      var own = Array(repeating: 1, count: max(0, axes.rank - sides.count)) + sides
      guard axes.merged == 0, own.count == axes.rank, own.remove(at: axes.batch) == 1 else {
        return nil
      }
      result = setting(constant.viewed(as: [1] + own), at: index, of: result)
    }
    return result
  }

  /// Values that a node calculates with number by number, with as many sides as one of its operands:
  /// those before the first are 1, and move the batch.
  private func leveled(
    _ taken: [(name: String, value: ONNXValue)], _ node: ONNXNode
  ) throws(FormatError) -> [(name: String, value: ONNXValue)] {
    guard Self.byNumber.contains(node.proto.opType),
      taken.allSatisfy({ $0.value.shape.form == .rows && $0.value.detour?.place != .joined })
    else { return taken }
    let own = taken.map { $0.value.seenSides.count }
    let most = own.max() ?? 0
    var rank = most
    for name in node.inputs {
      guard case .constant(let constant)? = self[name] else { continue }
      let sides = try constant.sides()
      let isOne = sides.dropLast(most).allSatisfy { $0 == 1 }
      if isOne, sides.count <= 8 { rank = max(rank, sides.count) }
    }
    let results = taken.map { name, value in
      (name: name, value: value.raised(to: rank, refusal: mixingExamples(node, value.shape)))
    }
    let isPossible = results.allSatisfy { $0.value.detour?.place == results[0].value.detour?.place }
    return isPossible ? results : taken
  }

  func isConstant(_ node: ONNXNode, _ index: Int) -> Bool {
    guard node.inputs.count > index, case .constant? = self[node.inputs[index]] else {
      return false
    }
    return true
  }

  /// The node with other axes, as its version of the operation has them.
  mutating func setting(axes: [Int], of node: ONNXNode) -> ONNXNode {
    node.inputs.count > 1 ? setting(axes, at: 1, of: node) : node.setting("axes", to: axes)
  }

  /// The node with other integers as one of its inputs.
  mutating func setting(_ integers: [Int], at index: Int, of node: ONNXNode) -> ONNXNode {
    setting(
      ONNXConstant(integers.map { $0 }, sides: [integers.count], label: node.label), at: index,
      of: node)
  }

  /// The node with another constant as one of its inputs.
  mutating func setting(
    _ constant: ONNXConstant, at index: Int, of node: ONNXNode
  ) -> ONNXNode {
    let old = node.inputs.count > index ? node.inputs[index] : ""
    let name = "\(old) for \(node.proto.output.first ?? "")"
    self[name] = .constant(constant)
    var proto = node.proto
    while proto.input.count <= index { proto.input.append("") }
    proto.input[index] = name
    return ONNXNode(proto, like: node)
  }

  /// Gemm of a value of which each row of features is multiplied, wherever it lies.
  mutating func multiplyRows(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...3, attributes: ["alpha", "beta", "transA", "transB"])
    let value = try value(node.inputs[0], of: node)
    let isTransposed = try node.integer("transB", default: 0) != 0
    var result = try multiplyLast(
      value, constant(node.inputs[1], of: node), node, transposed: isTransposed)
    let alpha = try node.number("alpha", default: 1)
    if alpha != 1 { result = try scaled(result, by: uniform(alpha, over: result, node), node) }
    guard node.inputs.count == 3 else { return result }
    let beta = try node.number("beta", default: 1)
    let biases = try broadcast(constant(node.inputs[2], of: node), over: result, node)
    return try shifted(result, by: biases.scaled(by: beta), node)
  }
}

/// Where sides lie of a value whose batch is not the first of them.
private struct DetourAxes {
  let batch: Int
  /// The sides of an example that are a part of that of the batch.
  let merged: Int
  /// The sides that nodes see.
  let rank: Int

  /// A side counted with the batch first; nil for the batch, and for what is none.
  func own(_ seen: Int) -> Int? {
    let axis = seen < 0 ? seen + rank : seen
    guard (0..<rank).contains(axis), axis != batch else { return nil }
    return axis < batch ? axis + 1 : axis + merged
  }
}

extension ONNXDetour {
  /// A side that nodes see, counted with the batch of a value first; nil for the batch, and for what is
  /// none.
  func own(_ seen: Int, of value: ONNXValue) -> Int? {
    if place == .absent {
      let rank = value.shape.sides.count
      return DetourAxes(batch: rank - 1, merged: 0, rank: rank - 1).own(seen)
    }
    guard case .axis(let batch, let before, let after) = place else { return nil }
    let rank = value.shape.sides.count - before - after
    return DetourAxes(batch: batch, merged: before + after, rank: rank).own(seen)
  }
}

extension ONNXNode {
  /// The node with another integer as an attribute.
  func setting(_ name: String, to value: Int) -> ONNXNode { setting(.integer(name, value)) }

  /// The node with other integers as an attribute.
  func setting(_ name: String, to values: [Int]) -> ONNXNode { setting(.integers(name, values)) }

  /// The node with another text as an attribute.
  func setting(_ name: String, to value: String) -> ONNXNode { setting(.text(name, value)) }

  private func setting(_ attribute: ONNXAttributeProto) -> ONNXNode {
    var proto = proto
    proto.attribute.removeAll { $0.name == attribute.name }
    proto.attribute.append(attribute)
    return ONNXNode(proto, like: self)
  }
}
