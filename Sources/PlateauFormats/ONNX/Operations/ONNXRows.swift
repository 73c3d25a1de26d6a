/// Integers that rise by the same step from one example of a batch to the next: places of numbers of
/// all examples, one after the other.
struct ONNXRows {
  /// Those of the first example.
  let offsets: [Int]
  /// The sides of one example.
  let sides: [Int]
  /// What they rise by.
  let step: Int
}

// Range over the size of an open batch, and what is made of it.
extension ONNXImport {
  /// What a node makes of the numbers of the examples; nil of any other node.
  func examples(_ node: ONNXNode) throws(FormatError) -> ONNXRows? {
    if node.proto.opType == "Range" {
      try node.check(inputs: 3...3)
      var ends: [Int?] = []
      for name in node.inputs {
        guard case .constant(let constant) = try operand(name, of: node), constant.holdsIntegers
        else { return nil }
        ends += try constant.integers()
      }
      return ends == [0, nil, 1] ? ONNXRows(offsets: [0], sides: [], step: 1) : nil
    }
    var found: (rows: ONNXRows, place: Int)?
    for (place, name) in node.inputs.enumerated() where !name.isEmpty {
      if case .rows(let rows)? = self[name] {
        guard found == nil else { return nil }
        found = (rows, place)
      }
    }
    guard let (rows, place) = found else { return nil }
    switch node.proto.opType {
    case "Identity", "Cast": return rows
    case "Unsqueeze":
      try node.check(inputs: 1...2, attributes: ["axes"])
      let rank = rows.sides.count + 1 + (try givenAxes(of: node)?.count ?? 0)
      let axes = try axes(of: node, rank: rank) ?? []
      guard !axes.contains(0), rank <= 8 else { return nil }
      var old = rows.sides.makeIterator()
      return ONNXRows(
        offsets: rows.offsets, sides: (1..<rank).map { axes.contains($0) ? 1 : old.next() ?? 1 },
        step: rows.step)
    case "Add", "Mul":
      try node.check(inputs: 2...2)
      guard case .constant(let constant) = try operand(node.inputs[1 - place], of: node),
        constant.holdsIntegers
      else { return nil }
      return try calculated(rows, constant, isSum: node.proto.opType == "Add", node)
    default: return nil
    }
  }

  private func calculated(
    _ rows: ONNXRows, _ constant: ONNXConstant, isSum: Bool, _ node: ONNXNode
  ) throws(FormatError) -> ONNXRows? {
    let (numbers, given) = (try integers(constant, of: node), try constant.sides())
    guard given.count <= rows.sides.count + 1, isSum || numbers.count == 1,
      numbers.allSatisfy({ $0.magnitude <= 1 << 30 }),
      rows.offsets.allSatisfy({ $0.magnitude <= 1 << 30 }), rows.step.magnitude <= 1 << 30
    else { return nil }
    guard isSum else {
      return ONNXRows(
        offsets: rows.offsets.map { $0 * numbers[0] }, sides: rows.sides,
        step: rows.step * numbers[0])
    }
    let sides = try together([[1] + rows.sides, given], node)
    // They may not differ between examples otherwise.
    guard sides[0] == 1 else { return nil }
    let own = ONNXArray.places(of: [1] + rows.sides, over: sides)
    let other = ONNXArray.places(of: given, over: sides)
    return ONNXRows(
      offsets: zip(own, other).map { rows.offsets[$0] + numbers[$1] },
      sides: Array(sides.dropFirst()), step: rows.step)
  }

  /// Gather of numbers of all examples, one after the other, at places that stay within each example.
  mutating func gatheredWithin(
    _ value: ONNXValue, _ rows: ONNXRows, _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["axis"])
    let count = value.shape.features
    guard try node.integer("axis", default: 0) == 0, rows.step == count,
      rows.offsets.allSatisfy((0..<count).contains)
    else { throw mixingExamples(node, value.shape) }
    var own = value
    own.detour = nil
    return try selected(own, rows.offsets, sides: rows.sides.isEmpty ? [1] : rows.sides, node)
  }
}
