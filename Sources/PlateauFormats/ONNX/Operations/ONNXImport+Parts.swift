import PlateauNumerics

// Values side by side, and parts of values.
extension ONNXImport {
  /// Concat: values and constants side by side.
  mutating func concatenate(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...max(1, node.inputs.count), attributes: ["axis"])
    var values: [ONNXValue] = []
    /// Each part: a value with its number, or the numbers of a constant.
    var parts: [(sides: [Int], value: Int?, numbers: [Double])] = []
    for name in node.inputs {
      switch try term(name, of: node) {
      case .value:
        let value = try rows(name, of: node)
        parts.append((value.shape.exampleSides, values.count, []))
        values.append(value)
      case .constant(let constant):
        parts.append((Array(try constant.sides().dropFirst()), nil, try numbers(constant)))
      case .rows: throw countingExamples(node)
      }
    }
    guard let first = values.first else {
      throw node.unsupported(
        "computes with constants alone", "Export the model with constants folded.")
    }
    let axis = try axis(try node.integer("axis", default: 1), of: first.shape, node) - 1
    var sides = first.shape.exampleSides
    for part in parts {
      guard part.value != nil || part.numbers.count == part.sides.reduce(1, *) else {
        throw node.unsupported(
          "puts a constant beside a value that has other numbers for each example",
          "Give it the first side 1.")
      }
      guard part.sides.count == sides.count,
        sides.indices.allSatisfy({ $0 == axis || part.sides[$0] == sides[$0] })
      else {
        throw node.unsupported(
          "puts an example of shape \(part.sides) beside one of shape \(sides)",
          "All sides but the one along which they are put together must be the same.")
      }
    }
    sides[axis] = parts.reduce(0) { $0 + $1.sides[axis] }
    let starts = values.indices.map { index in
      values[..<index].reduce(0) { $0 + $1.shape.features }
    }
    var (places, shifts): ([Int], [Double]) = ([], [])
    for outer in 0..<sides[..<axis].reduce(1, *) {
      for part in parts {
        let width = part.sides[axis...].reduce(1, *)
        let range = outer * width..<(outer + 1) * width
        places +=
          part.value.map { start in range.map { $0 + starts[start] } } ?? range.map { _ in -1 }
        shifts += part.value == nil ? Array(part.numbers[range]) : range.map { _ in 0 }
      }
    }
    let result = try selected(values, places, sides: sides, node)
    guard shifts.contains(where: { $0 != 0 }) else { return result }
    return try shifted(result, by: ONNXBroadcast(numbers: shifts, isByUnit: true), node)
  }

  /// Split: parts of a value, one for each output; one without any number is a constant.
  mutating func split(_ node: ONNXNode) throws(FormatError) -> [ONNXOperand] {
    try node.check(inputs: 1...2, attributes: ["axis", "split", "num_outputs"])
    var value = try value(node.inputs[0], of: node, isDetoured: true)
    guard value.shape.form == .rows else { throw mixingExamples(node, value.shape) }
    let given = try node.integer("axis", default: 0)
    let detour = value.detour
    value.detour = nil
    let axis: Int
    if let detour {
      guard let own = detour.own(given, of: value) else { throw detour.refusal }
      axis = own
    } else {
      axis = try self.axis(given, of: value.shape, node)
    }
    let count = node.proto.output.count
    let size = value.shape.sides[axis] ?? 1
    let listed =
      node.inputs.count > 1
      ? try integers(constant(node.inputs[1], of: node), of: node) : try node.integers("split")
    // Equal parts, of which the last may be smaller.
    let equal = (size + count - 1) / max(1, count)
    let widths = listed ?? (0..<count).map { max(0, min(equal, size - $0 * equal)) }
    guard widths.count == count, widths.allSatisfy({ (0...size).contains($0) }),
      widths.reduce(0, +) == size
    else {
      throw node.malformed("splits \(size) parts of a value of shape \(value.shape) into \(widths)")
    }
    var results: [ONNXOperand] = []
    var start = 0
    for width in widths {
      guard width > 0 else {
        results.append(.constant(empty(value, along: axis, detour, node)))
        continue
      }
      var part = try taken(value, along: axis, Array(start..<start + width), node)
      part.detour = detour
      results.append(.value(part))
      start += width
    }
    return results
  }

  /// Checks that what a node takes has numbers, unless it puts it beside a value.
  func checkParts(of node: ONNXNode) throws(FormatError) {
    var hasValue = false
    for name in node.inputs {
      if case .value? = self[name] { hasValue = true }
    }
    if hasValue, node.proto.opType == "Concat" { return }
    for name in node.inputs {
      guard case .constant(let constant)? = self[name], constant.isEmptyPart else { continue }
      throw node.unsupported(
        "takes \(name.quotedForMessage), a part of a value of width 0, which only Concat does beside others",
        "Export the model without that part.")
    }
  }

  /// A part of a value without any number, in the sides that nodes see.
  private func empty(
    _ value: ONNXValue, along axis: Int, _ detour: ONNXDetour?, _ node: ONNXNode
  ) -> ONNXConstant {
    var part = value
    part.shape.sides[axis] = 0
    part.shape.sides[0] = 1
    part.detour = detour
    let sides = part.seenSides.map { $0 ?? 1 }
    return ONNXConstant([], precision, sides: sides, label: node.label)
  }

  /// Slice: every so many parts of a value along some sides.
  mutating func slice(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...5, attributes: ["starts", "ends", "axes"])
    var value = try rows(node.inputs[0], of: node)
    let rank = value.shape.sides.count
    func list(_ index: Int, _ name: String) throws(FormatError) -> [Int]? {
      guard node.inputs.count > index, !node.inputs[index].isEmpty else {
        return try node.integers(name)
      }
      return try integers(constant(node.inputs[index], of: node), of: node)
    }
    guard let starts = try list(1, "starts"), let ends = try list(2, "ends") else {
      throw node.malformed("lacks where it begins, or where it ends")
    }
    let axes = try list(3, "axes") ?? Array(starts.indices)
    let steps = try list(4, "steps") ?? starts.map { _ in 1 }
    guard [ends.count, axes.count, steps.count].allSatisfy({ $0 == starts.count }),
      Set(axes.map { $0 < 0 ? $0 + rank : $0 }).count == axes.count, !steps.contains(0)
    else {
      throw node.malformed("has \(starts.count) starts, \(ends.count) ends and the axes \(axes)")
    }
    for index in axes.indices {
      let place = axes[index] < 0 ? axes[index] + rank : axes[index]
      // All examples may be taken.
      if place == 0, starts[index] == 0, steps[index] == 1, ends[index] >= 1 << 30 { continue }
      let axis = try axis(axes[index], of: value.shape, node)
      let size = value.shape.sides[axis] ?? 1
      let parts = Permutation.parts(
        of: size, from: starts[index], to: ends[index], by: steps[index])
      guard !parts.isEmpty else {
        throw node.unsupported(
          "takes nothing of a value of shape \(value.shape)", "Export the model without that node.")
      }
      if parts == Array(0..<size) { continue }
      value = try taken(value, along: axis, parts, node)
    }
    return value
  }

  /// Gather, of parts at fixed places along a side.
  mutating func gather(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["axis"])
    if case .rows(let places)? = self[node.inputs[1]] {
      return try gatheredWithin(
        value(node.inputs[0], of: node, isDetoured: true), places, node)
    }
    let value = try rows(node.inputs[0], of: node)
    let axis = try axis(try node.integer("axis", default: 0), of: value.shape, node)
    let size = value.shape.sides[axis] ?? 1
    let constant = try constant(node.inputs[1], of: node)
    let parts = try integers(constant, of: node).map { $0 < 0 ? $0 + size : $0 }
    guard parts.allSatisfy({ (0..<size).contains($0) }), !parts.isEmpty else {
      throw node.malformed("takes parts of a value of shape \(value.shape) that it does not have")
    }
    let places = Permutation.parts(of: value.shape.exampleSides, along: axis - 1, parts)
    var sides = value.shape.exampleSides
    sides.replaceSubrange(axis - 1..<axis, with: try constant.sides())
    return try selected(value, places, sides: sides, node)
  }
}
