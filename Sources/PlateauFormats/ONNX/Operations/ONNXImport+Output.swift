import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Ends at the output of a graph.
  mutating func finish(_ graph: ONNXGraph) throws(FormatError) {
    let last = graph.nodes.last { $0.proto.output.first == graph.output }
    guard case .value(var value)? = self[graph.output] else {
      guard self[graph.output] == nil else {
        throw FormatError(
          .unsupported,
          "'\(file)' puts out \(graph.output.quotedForMessage), which does not depend on the input. "
            + "Export the part from the image to the logits.")
      }
      throw FormatError(
        .malformed,
        "'\(file)' puts out \(graph.output.quotedForMessage), which no node makes of the input. "
          + "It is damaged: copy or export it again.")
    }
    if !graph.isOwn {
      notes.append(
        "The output is \(graph.output.quotedForMessage), a value of shape \(value.shape) within the "
          + "graph.")
    }
    if value.detour?.place == .absent { value.detour = nil }
    if let detour = value.detour { throw detour.refusal }
    if let quantization = value.quantization { throw quantization.refusal }
    guard value.shape.classAxis != nil || graph.isChosen else {
      throw FormatError(
        .unsupported,
        "'\(file)' puts out a value of shape \(value.shape); one number for each class is needed. "
          + "Export it without the last Reshape, or as a classifier.")
    }
    // Zeros beside probabilities are none beside logits.
    if value.isPadded, let last { value = try padded(value, last) }
    value = withoutSigmoid(value)
    output = (value.shape.exampleSides, value.ending)
    let end = try ended(value)
    let merged = try layers.mergeChoice(end)
    row = layers.row(upTo: merged)
  }

  /// The layers that put out a value of a node.
  mutating func row(
    of value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXLayers.Row {
    let last = try ended(value.isPadded ? padded(value, node) : value)
    return layers.row(upTo: last)
  }

  /// The logits of a value that a sigmoid of each of them makes; the value itself otherwise.
  private mutating func withoutSigmoid(_ value: ONNXValue) -> ONNXValue {
    guard value.softmax == nil, let layer = value.layer,
      layers.pieces[layer].operation == .activation(.sigmoid)
    else { return value }
    var result = value
    result.layer = layers.pieces[layer].sources[0]
    result.ending = .sigmoid
    result.isShared = true
    notes.append(Self.note(leavingOut: layers.pieces[layer].node))
    return result
  }

  /// Says that a node is left out that makes probabilities.
  static func note(leavingOut node: String) -> String {
    "The node \(node) at the end is left out: attacks need logits, not probabilities."
  }

  /// The layer that puts out a value in the order that nodes see.
  private mutating func ended(_ value: ONNXValue) throws(FormatError) -> Int {
    guard let order = value.order else {
      return value.layer
        ?? layers.append(.identity, after: nil, shape: layers.input, for: "output")
    }
    if canChange(value, atEnd: true), let layer = value.layer,
      let changed = try layers.choose(order.map { $0 }, from: layer)
    {
      return changed
    }
    let count = value.shape.features
    return layers.append(
      Selection(shape: InputShape(channels: count, height: 1, width: 1), places: order),
      of: [value.layer], for: value.layer.map { layers.pieces[$0].node } ?? "output")
  }

  /// Concat: of one logit and a zero beside it, as two classes have it, or of anything.
  mutating func placeBeside(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(inputs: 1...max(1, node.inputs.count), attributes: ["axis"])
    guard node.inputs.count == 2 else { return try concatenate(node) }
    let terms = [
      try term(node.inputs[0], of: node), try term(node.inputs[1], of: node),
    ]
    let axis = try node.integer("axis", default: 1)
    let areZero = [try isZero(terms[0]), try isZero(terms[1])]
    // Either can be the logit, or even both: one is taken for it then.
    let places = [1, 0].filter { index in
      if case .value = terms[index] { areZero[1 - index] } else { false }
    }
    guard let place = places.first, case .value(let logit) = terms[place],
      logit.shape.form == .rows, logit.shape.sides.count == 2, logit.shape.features == 1,
      axis == 1 || axis == -1
    else { return try concatenate(node) }
    let outputs: [Int?] = place == 0 ? [0, nil] : [nil, 0]
    let layer = try chosen(outputs, from: logit.layer, canChange: canChange(logit), node)
    return ONNXValue(layer: layer, shape: .rows(logit.shape.batch, 2))
  }

  /// Whether an operand is one zero for each example.
  private func isZero(_ operand: ONNXOperand) throws(FormatError) -> Bool {
    switch operand {
    case .value(let value): return value.isZero && value.shape.sides.dropFirst() == [1]
    case .constant(let constant):
      guard !constant.holdsIntegers, try constant.sides().count == 2,
        try constant.sides()[1] == 1
      else { return false }
      return try numbers(constant).allSatisfy { $0 == 0 }
    case .rows: return false
    }
  }
}
