/// Where the examples of a batch lie while a value is not one row for each.
///
/// Nodes that do not know of it refuse the value as the node that led there would have.
struct ONNXDetour {
  enum Place: Hashable {
    /// Along another side than the first.
    case axis(Int)
    /// One after the other along the only side.
    case joined
  }

  let place: Place
  /// Why it is refused by nodes that do not lead back.
  let refusal: FormatError
}

extension ONNXValue {
  /// The sides that nodes see; nil for that of an open batch, and for all examples together.
  var seenSides: [Int?] {
    switch detour?.place {
    case nil: return shape.sides
    case .joined:
      let count = shape.batch.map { $0.multipliedReportingOverflow(by: shape.features) }
      return [count.flatMap { $0.overflow ? nil : $0.partialValue }]
    case .axis(let axis):
      var sides = Array(shape.sides.dropFirst())
      sides.insert(shape.sides[0], at: axis)
      return sides
    }
  }
}

extension ONNXImport {
  /// A value with the sides that nodes see in another order, in which the batch may lie anywhere.
  mutating func turned(
    _ value: ONNXValue, _ permutation: [Int], _ node: ONNXNode, refusal: FormatError
  ) throws(FormatError) -> ONNXValue {
    guard value.shape.form == .rows, value.detour?.place != .joined else {
      throw value.detour?.refusal ?? refusal
    }
    var batch = 0
    if case .axis(let axis)? = value.detour?.place { batch = axis }
    try checkExpansion(value.shape.features, of: node, isKept: false)
    let own = permutation.filter { $0 != batch }.map { $0 < batch ? $0 + 1 : $0 }
    var result = value.transposed([0] + own)
    let place = permutation.firstIndex(of: batch) ?? 0
    result.detour =
      place == 0
      ? nil : ONNXDetour(place: .axis(place), refusal: value.detour?.refusal ?? refusal)
    return result
  }

  /// GatherND: of the numbers along the first sides those at fixed places.
  mutating func gatherByPlaces(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["batch_dims"])
    var value = try value(node.inputs[0], of: node, isDetoured: true)
    let refusal = value.detour?.refusal ?? mixingExamples(node, value.shape)
    let indices = try constant(node.inputs[1], of: node)
    let given = try indices.sides()
    guard case .axis(let batch)? = value.detour?.place, let depth = given.last,
      (1...batch).contains(depth),
      try node.integer("batch_dims", default: 0) == 0
    else { throw refusal }
    let sides = value.shape.exampleSides
    let tuples = try integers(indices, of: node)
    guard !tuples.isEmpty else { throw refusal }
    let rest = sides[depth...].reduce(1, *)
    let outer = given.dropLast().map { $0 }
    try checkExpansion(outer.reduce(1, *) * rest, of: node, isKept: false)
    var places: [Int] = []
    for start in stride(from: 0, to: tuples.count, by: depth) {
      var place = 0
      for axis in 0..<depth {
        let index = tuples[start + axis]
        let own = index < 0 ? index + sides[axis] : index
        guard (0..<sides[axis]).contains(own) else {
          throw node.malformed(
            "takes parts of a value of shape \(value.shape) that it does not have")
        }
        place = place * sides[axis] + own
      }
      places += place * rest..<(place + 1) * rest
    }
    value.detour = nil
    var result = try selected(value, places, sides: outer + sides[depth...], node)
    result.detour = ONNXDetour(place: .axis(batch - depth + outer.count), refusal: refusal)
    return result
  }
}
