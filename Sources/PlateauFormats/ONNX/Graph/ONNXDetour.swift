/// Where the examples of a batch lie while a value is not one row for each.
///
/// Nodes that do not know of it refuse the value as the node that led there would have.
struct ONNXDetour {
  enum Place: Hashable {
    /// Along a side of which other sides of an example may be a part: so many before the batch, and so
    /// many after it. Nodes see the other sides of the value in their order.
    case axis(Int, before: Int = 0, after: Int = 0)
    /// One after the other along the only side.
    case joined
    /// Nowhere: a batch of 1 has been squeezed away.
    case absent
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
    case .absent: return Array(shape.sides.dropFirst())
    case .axis(let axis, let before, let after):
      var sides = Array(shape.sides.dropFirst())
      let own = sides[axis..<axis + before + after].reduce(1) { $0 * ($1 ?? 1) }
      // Of an open batch with other sides nothing is known.
      let batch = shape.sides[0].map { $0 * own } ?? (own == 1 ? nil : -1)
      sides.replaceSubrange(axis..<axis + before + after, with: [batch])
      return sides
    }
  }
}

extension ONNXValue {
  /// The value with sides of 1 before those that nodes see, up to a number of them.
  func raised(to rank: Int, refusal: FormatError) -> ONNXValue {
    let missing = rank - seenSides.count
    guard missing > 0, shape.form == .rows, !isPadded else { return self }
    var (batch, before, after) = (0, 0, 0)
    if case .axis(let axis, let outer, let inner)? = detour?.place {
      (batch, before, after) = (axis, outer, inner)
    }
    let ones = [Int?](repeating: 1, count: missing)
    var result = viewed(
      as: ONNXShape(form: .rows, sides: [shape.batch] + ones + shape.sides.dropFirst()))
    result.detour = ONNXDetour(
      place: .axis(batch + missing, before: before, after: after),
      refusal: detour?.refusal ?? refusal)
    return result
  }
}

extension ONNXImport {
  /// A value with the sides that nodes see in another order, in which the batch may lie anywhere.
  mutating func turned(
    _ value: ONNXValue, _ permutation: [Int], _ node: ONNXNode, refusal: FormatError
  ) throws(FormatError) -> ONNXValue {
    guard value.shape.form == .rows, ![.joined, .absent].contains(value.detour?.place) else {
      throw value.detour?.refusal ?? refusal
    }
    var (batch, before, after) = (0, 0, 0)
    if case .axis(let axis, let outer, let inner)? = value.detour?.place {
      (batch, before, after) = (axis, outer, inner)
    }
    try checkExpansion(value.shape.features, of: node, isKept: false)
    let own = permutation.flatMap { seen -> [Int] in
      if seen == batch { return Array(batch + 1..<batch + 1 + before + after) }
      return [seen < batch ? seen + 1 : seen + before + after]
    }
    var result = value.transposed([0] + own)
    let place = permutation.firstIndex(of: batch) ?? 0
    result.detour = detour(
      .axis(place, before: before, after: after), value.detour?.refusal ?? refusal)
    return result
  }

  /// A detour; nil where examples are rows.
  func detour(_ place: ONNXDetour.Place, _ refusal: FormatError) -> ONNXDetour? {
    place == .axis(0) ? nil : ONNXDetour(place: place, refusal: refusal)
  }

  /// A value in other sides, of which one holds the batch, with others of an example or alone; nil
  /// where examples would be mixed.
  func reshaped(
    _ value: ONNXValue, to target: [Int?], _ refusal: FormatError
  ) -> ONNXValue? {
    var (batch, before) = (0, 0)
    if case .axis(let axis, let outer, _)? = value.detour?.place { (batch, before) = (axis, outer) }
    guard value.shape.form == .rows, ![.joined, .absent].contains(value.detour?.place),
      !target.isEmpty
    else {
      return nil
    }
    let seen = value.seenSides
    let known = target.enumerated().map { index, side in
      side == 0 ? (index < seen.count ? seen[index] : nil) : side
    }
    let features = value.shape.features
    let outer = value.shape.sides.dropFirst().prefix(batch + before).reduce(1) { $0 * ($1 ?? 1) }
    // Where the batch can be: at a side that is open, or else at any that it fits.
    let open = known.indices.filter { known[$0] == nil || known[$0] == -1 }
    // Fixed sizes can say too little: a side of the batch alone is taken first, then one that is not the
    // last, where features are as a rule, and of these the one where the batch is.
    let all = (open.isEmpty ? Array(known.indices) : open).sorted { one, other in
      func rank(_ place: Int) -> (Int, Int) {
        (place == known.count - 1 ? 1 : 0, place == batch ? 0 : 1)
      }
      return rank(one) < rank(other)
    }
    let places = known.firstIndex(of: nil).map { [$0] } ?? all
    let isFixed = open.isEmpty
    for (isAlone, place) in (isFixed ? [true, false] : [false]).flatMap({ alone in
      places.map { (alone, $0) }
    }) {
      var others = known.enumerated().filter { $0.offset != place }.map { $0.element ?? -1 }
      let product = others.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
      guard product > 0, others.count(where: { $0 == -1 }) <= 1, features % product == 0 else {
        continue
      }
      // Beside the size of the batch itself what remains is another side's.
      if let rest = others.firstIndex(of: -1) { others[rest] = features / product }
      let share = features / others.reduce(1, *)
      let left = others[..<place].reduce(1, *)
      if isAlone, share != 1 { continue }
      guard share > 0, left > 0, outer % left == 0, share % (outer / left) == 0 else { continue }
      if let size = known[place], size != -1 {
        guard value.shape.batch.map({ $0 * share == size }) ?? false else { continue }
      } else if known[place] == nil, known.contains(-1), share != 1 {
        continue
      }
      let (before, inner) = (outer / left, share / (outer / left))
      let parts = [before, inner].filter { $0 > 1 }
      let own: [Int?] = others[..<place] + parts + others[place...]
      var result = value.viewed(as: ONNXShape(form: .rows, sides: [value.shape.batch] + own))
      if result.shape.sides.count == 1 { result.shape.sides.append(1) }
      result.detour = detour(
        .axis(place, before: before > 1 ? 1 : 0, after: inner > 1 ? 1 : 0), refusal)
      return result
    }
    return nil
  }

  /// GatherND: of the numbers along the first sides those at fixed places.
  mutating func gatherByPlaces(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["batch_dims"])
    var value = try value(node.inputs[0], of: node, isDetoured: true)
    if value.detour == nil, value.shape.form == .rows {
      return try gatherWithin(value, node)
    }
    let refusal = value.detour?.refusal ?? mixingExamples(node, value.shape)
    let indices = try constant(node.inputs[1], of: node)
    let given = try indices.sides()
    guard case .axis(let batch, 0, 0)? = value.detour?.place, let depth = given.last,
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
