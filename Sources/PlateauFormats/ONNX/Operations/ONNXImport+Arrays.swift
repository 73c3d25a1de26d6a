import PlateauNumerics

// Nodes that move the numbers of constants, or add them up.
extension ONNXImport {
  /// Gather, Concat, Slice, Transpose, Expand and Tile, of constants of any sides.
  func moved(_ node: ONNXNode, _ operands: [ONNXConstant]) throws(FormatError) -> ONNXConstant {
    let array = try array(operands[0], inAnyPrecision: true)
    let own =
      array.holdsIntegers ? precision : try operands[0].numbers(allowsInfinity: true).precision
    let (places, sides): ([Int], [Int])
    switch node.proto.opType {
    case "Gather": (places, sides) = try gatheredPlaces(node, array, operands)
    case "Slice": (places, sides) = try slicedPlaces(node, array, operands)
    case "Concat": return try joinedArrays(node, operands)
    case "Transpose":
      try node.check(inputs: 1...1, attributes: ["perm"])
      let permutation = try node.integers("perm") ?? Array(array.sides.indices.reversed())
      guard permutation.sorted() == Array(array.sides.indices) else {
        throw node.malformed("permutes a constant of shape \(array.sides) by \(permutation)")
      }
      places = Permutation.order(array.sides, permutation)
      sides = permutation.map { array.sides[$0] }
    default:
      try node.check(inputs: 2...2)
      // The size of an open batch becomes 1, for all examples.
      let given = try operands[1].integers().map { $0 ?? 1 }
      guard given.count <= 8, given.allSatisfy({ $0 > 0 }) else {
        throw node.malformed("repeats a constant of shape \(array.sides) by \(given)")
      }
      let rank = max(given.count, array.sides.count)
      let old = Array(repeating: 1, count: rank - array.sides.count) + array.sides
      let wanted = Array(repeating: 1, count: rank - given.count) + given
      if node.proto.opType == "Tile" {
        sides = zip(old, wanted).map { $0.multipliedReportingOverflow(by: $1).partialValue }
      } else {
        sides = try together([array.sides, given], node)
      }
      guard sides.allSatisfy({ (1...Self.largestExpansion).contains($0) }),
        sides.reduce(1.0, { $0 * Double($1) }) <= Double(Self.largestExpansion)
      else {
        throw node.unsupported("makes a constant of shape \(sides)", "Simplify the model.")
      }
      places = Permutation.combined(
        zip(old, sides).map { size, side in (0..<side).map { $0 % size } }, of: old)
    }
    return ONNXConstant(array.taking(places, sides: sides), own, label: node.label)
  }

  private func gatheredPlaces(
    _ node: ONNXNode, _ array: ONNXArray, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ([Int], [Int]) {
    try node.check(inputs: 2...2, attributes: ["axis"])
    let given = try node.integer("axis", default: 0)
    let axis = given < 0 ? given + array.sides.count : given
    guard array.sides.indices.contains(axis) else {
      throw node.malformed("has the axis \(given) for a constant of shape \(array.sides)")
    }
    let size = array.sides[axis]
    let parts = try integers(operands[1], of: node).map { $0 < 0 ? $0 + size : $0 }
    guard parts.allSatisfy((0..<size).contains), array.holdsIntegers || !parts.isEmpty else {
      throw node.malformed(
        "takes parts of a constant of shape \(array.sides) that it does not have")
    }
    var sides = array.sides
    sides.replaceSubrange(axis...axis, with: try operands[1].sides())
    _ = try together([sides], node)
    return (Permutation.parts(of: array.sides, along: axis, parts), sides)
  }

  private func slicedPlaces(
    _ node: ONNXNode, _ array: ONNXArray, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ([Int], [Int]) {
    try node.check(inputs: 1...5, attributes: ["starts", "ends", "axes"])
    func list(_ index: Int, _ name: String) throws(FormatError) -> [Int]? {
      try operands.count > index ? integers(operands[index], of: node) : node.integers(name)
    }
    guard let starts = try list(1, "starts"), let ends = try list(2, "ends") else {
      throw node.malformed("lacks where it begins, or where it ends")
    }
    let rank = array.sides.count
    let axes = (try list(3, "axes") ?? Array(starts.indices)).map { $0 < 0 ? $0 + rank : $0 }
    let steps = try list(4, "steps") ?? starts.map { _ in 1 }
    guard [ends.count, axes.count, steps.count].allSatisfy({ $0 == starts.count }),
      Set(axes).count == axes.count, axes.allSatisfy((0..<rank).contains), !steps.contains(0)
    else {
      throw node.malformed("has \(starts.count) starts, \(ends.count) ends and the axes \(axes)")
    }
    var parts = array.sides.map { Array(0..<$0) }
    for (index, axis) in axes.enumerated() {
      parts[axis] = Permutation.parts(
        of: array.sides[axis], from: starts[index], to: ends[index], by: steps[index])
    }
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw node.unsupported(
        "takes nothing of a constant of shape \(array.sides)",
        "Export the model without that node.")
    }
    return (Permutation.combined(parts, of: array.sides), parts.map(\.count))
  }

  private func joinedArrays(
    _ node: ONNXNode, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 1...max(1, operands.count), attributes: ["axis"])
    var arrays: [ONNXArray] = []
    for operand in operands { arrays.append(try array(operand)) }
    let first = arrays[0].sides
    let given = try node.integer("axis", default: 1)
    let axis = given < 0 ? given + first.count : given
    let fits = arrays.allSatisfy { array in
      array.sides.count == first.count
        && first.indices.allSatisfy { $0 == axis || array.sides[$0] == first[$0] }
    }
    guard first.indices.contains(axis), fits else {
      throw node.malformed(
        "puts constants of the shapes \(arrays.map { "\($0.sides)" }.joined(separator: ", ")) together "
          + "along the axis \(given)")
    }
    var sides = first
    sides[axis] = arrays.reduce(0) { $0 + $1.sides[axis] }
    _ = try together([sides], node)
    var numbers: [Double] = []
    var integers: [Int?] = []
    for outer in 0..<first[..<axis].reduce(1, *) {
      for array in arrays {
        let width = array.sides[axis...].reduce(1, *)
        let range = outer * width..<(outer + 1) * width
        switch array.content {
        case .numbers(let values): numbers += values[range]
        case .integers(let values): integers += values[range]
        }
      }
    }
    guard numbers.isEmpty || integers.isEmpty else {
      throw node.malformed("puts integers and other numbers together")
    }
    let content = numbers.isEmpty ? ONNXArray.Content.integers(integers) : .numbers(numbers)
    return ONNXConstant(ONNXArray(sides: sides, content: content), precision, label: node.label)
  }

  /// Range, where its ends are known.
  func counted(_ node: ONNXNode, _ operands: [ONNXConstant]) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 3...3)
    var ends: [ONNXArray] = []
    for operand in operands { ends.append(try array(operand)) }
    func fail() -> FormatError {
      node.unsupported(
        "counts from or to what is no single number, or in too many steps", "Simplify the model.")
    }
    guard ends.allSatisfy({ $0.count == 1 }) else { throw fail() }
    var (numbers, integers): ([Double], [Int]) = ([], [])
    for end in ends {
      switch end.content {
      case .numbers(let values): numbers.append(values[0])
      case .integers(let values):
        guard let value = values[0] else { throw fail() }
        integers.append(value)
      }
    }
    let limits = numbers.isEmpty ? integers.map { Double($0) } : numbers
    guard limits.count == 3, limits[2] != 0 else { throw fail() }
    let steps = ((limits[1] - limits[0]) / limits[2]).rounded(.up)
    guard steps >= 1, steps <= Double(Self.largestExpansion) else { throw fail() }
    let content: ONNXArray.Content =
      numbers.isEmpty
      ? .integers((0..<Int(steps)).map { integers[0] &+ $0 &* integers[2] })
      : .numbers((0..<Int(steps)).map { numbers[0] + Double($0) * numbers[2] })
    return ONNXConstant(
      ONNXArray(sides: [Int(steps)], content: content), precision, label: node.label)
  }

  /// Sums, products, means and extremes of a constant along some sides, and running sums along one.
  func summed(_ node: ONNXNode, _ operands: [ONNXConstant]) throws(FormatError) -> ONNXConstant {
    let array = try array(operands[0])
    let rank = array.sides.count
    if node.proto.opType == "CumSum" { return try accumulated(node, array, operands) }
    try node.check(inputs: 1...2, attributes: ["axes", "keepdims", "noop_with_empty_axes"])
    var axes = try axes(of: node, rank: rank) ?? []
    if axes.isEmpty, try node.integer("noop_with_empty_axes", default: 0) == 0 {
      axes = Array(array.sides.indices)
    }
    guard array.count > 0 else {
      throw node.unsupported("takes no numbers together", "Export the model without that node.")
    }
    let keeps = try node.integer("keepdims", default: 1) != 0
    let kept = array.sides.indices.filter { !axes.contains($0) }
    let order = Permutation.order(array.sides, kept + axes.sorted())
    let width = max(1, axes.reduce(1) { $0 * array.sides[$1] })
    let sides =
      keeps
      ? array.sides.indices.map { axes.contains($0) ? 1 : array.sides[$0] }
      : kept.map { array.sides[$0] }
    var values: [Double] = []
    switch array.content {
    case .numbers(let numbers): values = numbers
    case .integers(let integers):
      for integer in integers {
        guard let integer else {
          throw node.unsupported(
            "calculates with the size of the batch", "Export it with a Flatten, or a fixed shape.")
        }
        values.append(Double(integer))
      }
    }
    let results = stride(from: 0, to: order.count, by: width).map { first -> Double in
      let own = order[first..<first + width].map { values[$0] }
      return switch node.proto.opType {
      case "ReduceSum": own.reduce(0, +)
      case "ReduceMean": own.reduce(0, +) / Double(width)
      case "ReduceProd": own.reduce(1, *)
      case "ReduceMin": own.min() ?? 0
      default: own.max() ?? 0
      }
    }
    guard results.allSatisfy({ $0.magnitude < 0x1p53 }) else {
      throw node.malformed("makes an impossible number")
    }
    var content = ONNXArray.Content.numbers(results)
    if case .integers = array.content { content = .integers(results.map { Int($0) }) }
    return ONNXConstant(ONNXArray(sides: sides, content: content), precision, label: node.label)
  }

  private func accumulated(
    _ node: ONNXNode, _ array: ONNXArray, _ operands: [ONNXConstant]
  ) throws(FormatError) -> ONNXConstant {
    try node.check(inputs: 2...2, attributes: ["exclusive", "reverse"])
    let given = try integers(operands[1], of: node)
    guard given.count == 1, (-array.sides.count..<array.sides.count).contains(given[0]) else {
      throw node.malformed("has the axis \(given) for a constant of shape \(array.sides)")
    }
    let axis = given[0] < 0 ? given[0] + array.sides.count : given[0]
    let (isExclusive, isReverse) = (
      try node.integer("exclusive", default: 0) != 0, try node.integer("reverse", default: 0) != 0
    )
    let (size, inner) = (array.sides[axis], array.sides[(axis + 1)...].reduce(1, *))
    func sums<Value: AdditiveArithmetic>(_ values: [Value]) -> [Value] {
      var result = values
      for start in values.indices where start / inner % size == 0 {
        var sum = Value.zero
        for step in 0..<size {
          let place = start + (isReverse ? size - 1 - step : step) * inner
          if isExclusive { result[place] = sum }
          sum += values[place]
          if !isExclusive { result[place] = sum }
        }
      }
      return result
    }
    let content: ONNXArray.Content
    switch array.content {
    case .numbers(let values): content = .numbers(sums(values))
    case .integers(let values):
      guard values.allSatisfy({ $0.map { $0.magnitude < 1 << 40 } ?? false }) else {
        throw node.malformed("adds up impossible integers")
      }
      content = .integers(sums(values.map { $0 ?? 0 }))
    }
    return ONNXConstant(
      ONNXArray(sides: array.sides, content: content), precision, label: node.label)
  }
}
