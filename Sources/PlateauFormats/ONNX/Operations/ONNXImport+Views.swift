import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  mutating func identity(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1)
    return try value(node.inputs[0], of: node, isViewed: true, isWindowed: true)
  }

  /// Dropout, which at inference changes nothing.
  mutating func dropout(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...3, attributes: ["ratio", "seed"])
    let isTraining = node.inputs.count == 3
    if isTraining, try constant(node.inputs[2], of: node).isTrue(), try ratio(of: node) != 0 {
      throw node.unsupported("drops at random, as in training", ONNXNode.evaluationRemedy)
    }
    return try value(node.inputs[0], of: node, isViewed: true, isWindowed: true)
  }

  private func ratio(of node: ONNXNode) throws(FormatError) -> Double {
    guard !node.inputs[1].isEmpty else { return 0.5 }
    return try constant(node.inputs[1], of: node).numbers().values.first ?? 0.5
  }

  /// Cast, to the precision that the value has, or to true values.
  mutating func cast(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["to", "saturate", "round_mode"])
    let type = ONNXType(Int32(truncatingIfNeeded: try node.integer("to", default: 0)))
    if type == .bool {
      let value = try value(node.inputs[0], of: node)
      return truths.contains(node.inputs[0]) ? value : isNonzero(value, node)
    }
    guard precision == .double ? type == .double : type.isSingle else {
      throw node.unsupported(
        "turns \(precision.rawValue) values into \(type)", "Export the model in one precision.")
    }
    noteHalf(type)
    let value = try value(node.inputs[0], of: node, isViewed: true, isWindowed: true)
    if let quantization = value.quantization { throw quantization.refusal }
    return value
  }

  /// Softmax, which is left out at the end.
  mutating func softmax(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["axis"])
    var value = try value(node.inputs[0], of: node)
    let rank = value.shape.sides.count
    let axis = try node.integer("axis", default: operationSet < 13 ? 1 : -1)
    let place = axis < 0 ? max(axis, -rank) + rank : axis
    // Before opset 13 all sides from the axis on are taken together.
    let isOfClasses = value.shape.classAxis.map {
      place == $0 || operationSet < 13 && (1...$0).contains(place)
    }
    let isInner = value.shape.form == .rows && (1..<rank).contains(place)
    if !endings.contains(try node.output()) || isInner && isOfClasses != true {
      guard value.shape.form == .rows, (1..<rank).contains(place) else {
        throw node.unsupported(
          "normalizes a value of shape \(value.shape) along its side \(axis)",
          "The first side must stay the batch.")
      }
      let axes = operationSet < 13 ? Array(place..<rank) : [place]
      return node.proto.opType == "LogSoftmax"
        ? try logSoftmaxWithin(value, along: axes, node)
        : try softmaxWithin(value, along: axes, node)
    }
    guard let features = value.shape.classAxis,
      place == features || operationSet < 13 && (1...features).contains(place)
    else {
      throw node.unsupported(
        "normalizes a value of shape \(value.shape) along its side \(axis)",
        "Only the probabilities of the classes can be left out.")
    }
    guard value.shape.features > 1 else {
      throw node.unsupported(
        "normalizes a single number, which always gives 1",
        "End the model in a Sigmoid, or in one output for each class.")
    }
    value.softmax = node.name
    value.ending = node.proto.opType == "LogSoftmax" ? .logSoftmax : .softmax
    notes.append(Self.note(leavingOut: node.name))
    return value
  }

  // MARK: - Shapes

  /// Flatten: all sides before an axis become one, and all from it on.
  mutating func flatten(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["axis"])
    let value = try value(node.inputs[0], of: node, isViewed: true)
    var shape = value.shape
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
      throw mixing(node, shape)
    }
    return value.viewed(as: shape)
  }

  /// Reshape, to a shape that is known but for the batch.
  mutating func reshape(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 2...2, attributes: ["allowzero"])
    let value = try value(node.inputs[0], of: node, isViewed: true, isDetoured: true)
    let target = try constant(node.inputs[1], of: node)
    guard try target.sides().count == 1, try target.count() <= 8 else {
      throw node.malformed("reshapes to a shape of shape \(try target.sides())")
    }
    let keepsZeros = try node.integer("allowzero", default: 0) == 0
    let sides = try target.integers()
    let isPossible = sides.allSatisfy { side in
      guard let side else { return true }
      return side >= -1 && side <= Architecture.largestWidth && (side != 0 || keepsZeros)
    }
    guard isPossible, sides.count(where: { $0 == -1 }) <= 1 else {
      throw node.malformed("reshapes to the impossible shape \(ONNXShape.text(sides))")
    }
    if let detour = value.detour {
      if detour.place == .joined { return try led(back: value, detour, to: sides) }
      guard let result = reshaped(value, to: sides, detour.refusal) else { throw detour.refusal }
      return result
    }
    guard let result = value.shape.reshaped(to: sides) else {
      let refusal = mixing(node, value.shape, to: sides)
      if sides.count > 1, let result = reshaped(value, to: sides, refusal) { return result }
      guard value.shape.form == .rows, sides == [-1] else { throw refusal }
      // All examples one after the other, until a node parts them again.
      var result = value.viewed(as: .rows(value.shape.batch, value.shape.features))
      result.detour = ONNXDetour(place: .joined, refusal: refusal)
      return result
    }
    return value.viewed(as: result)
  }

  /// A value whose examples lie one after the other, with a row for each again.
  private func led(
    back value: ONNXValue, _ detour: ONNXDetour, to sides: [Int?]
  ) throws(FormatError) -> ONNXValue {
    guard detour.place == .joined, sides.count > 1, sides[0] == -1 || sides[0] == nil,
      !sides.contains(0), let shape = value.shape.reshaped(to: sides)
    else { throw detour.refusal }
    var result = value.viewed(as: shape)
    result.detour = nil
    return result
  }

  /// Squeeze: sides of 1 go.
  mutating func squeeze(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...2, attributes: ["axes"])
    let value = try value(node.inputs[0], of: node, isViewed: true)
    let sides = value.shape.sides
    let all = sides.indices.filter { $0 > 0 && sides[$0] == 1 }
    let axes = try axes(of: node, rank: sides.count) ?? all
    if value.shape.form == .rows, value.shape.batch == 1, axes.contains(0),
      axes.allSatisfy({ sides[$0] == 1 })
    {
      let kept = sides.indices.filter { !axes.contains($0) }.map { sides[$0] }
      var result = value.viewed(as: ONNXShape(form: .rows, sides: [1] + kept))
      result.detour = ONNXDetour(
        place: .absent,
        refusal: node.unsupported(
          "takes the side of the batch away, after which not all nodes are read",
          "Export the model with the batch as the first side."))
      return result
    }
    guard value.shape.form == .rows, axes.allSatisfy({ $0 > 0 && sides[$0] == 1 }) else {
      throw mixing(node, value.shape)
    }
    let kept = sides.indices.filter { !axes.contains($0) }.map { sides[$0] }
    guard kept.count > 1 else { throw mixing(node, value.shape) }
    return value.viewed(as: ONNXShape(form: .rows, sides: kept))
  }

  /// Unsqueeze: new sides of 1.
  mutating func unsqueeze(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...2, attributes: ["axes"])
    let value = try value(node.inputs[0], of: node, isViewed: true)
    let given = try givenAxes(of: node) ?? []
    let rank = value.shape.sides.count + given.count
    let axes = try axes(of: node, rank: rank) ?? []
    guard value.shape.form == .rows, rank <= 8 else { throw mixing(node, value.shape) }
    var old = value.shape.sides.makeIterator()
    var sides = (0..<rank).map { axes.contains($0) ? 1 : old.next() ?? 1 }
    // New sides before the batch move it.
    let batch = (0..<rank).first { !axes.contains($0) } ?? 0
    sides.insert(sides.remove(at: batch), at: 0)
    var result = value.viewed(as: ONNXShape(form: .rows, sides: sides))
    if batch > 0 { result.detour = detour(.axis(batch), mixing(node, value.shape)) }
    return result
  }

  /// Transpose: another order of the sides, the batch aside.
  mutating func transpose(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...1, attributes: ["perm"])
    let value = try value(node.inputs[0], of: node, isWindowed: true, isDetoured: true)
    let sides = value.seenSides
    let permutation = try node.integers("perm") ?? Array(sides.indices.reversed())
    guard permutation.sorted() == Array(sides.indices) else {
      throw node.malformed("permutes a value of shape \(value.shape) by \(permutation)")
    }
    return try turned(value, permutation, node, refusal: mixing(node, value.shape))
  }

  /// The axes of a node, in an attribute or, from opset 13 on, in an input; nil without any.
  func givenAxes(of node: ONNXNode) throws(FormatError) -> [Int]? {
    guard node.inputs.count < 2 else {
      return try integers(constant(node.inputs[1], of: node), of: node)
    }
    return try node.integers("axes")
  }

  /// The same, counted from the first, each once.
  func axes(of node: ONNXNode, rank: Int) throws(FormatError) -> [Int]? {
    guard let given = try givenAxes(of: node) else { return nil }
    let axes = given.map { $0 < 0 ? $0 + rank : $0 }
    guard axes.allSatisfy({ (0..<rank).contains($0) }), Set(axes).count == axes.count else {
      throw node.malformed("has the axes \(given) for a value of \(rank) sides")
    }
    return axes
  }

  private func mixing(
    _ node: ONNXNode, _ shape: ONNXShape, to sides: [Int?]? = nil
  ) -> FormatError {
    node.unsupported(
      "reshapes a value of shape \(shape)\(sides.map { " to \(ONNXShape.text($0))" } ?? ""), which "
        + "mixes the examples of a batch",
      "The first side must stay the batch.")
  }
}
