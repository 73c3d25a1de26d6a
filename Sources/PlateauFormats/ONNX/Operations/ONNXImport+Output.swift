import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Ends at the output of a graph, with a dense layer.
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
    guard value.shape.classAxis != nil else {
      throw FormatError(
        .unsupported,
        "'\(file)' puts out a value of shape \(value.shape); one number for each class is needed. "
          + "Export it without the last Reshape, or as a classifier.")
    }
    output = (value.shape.exampleSides, value.ending)
    if value.isPadded, let last { value = try padded(value, last) }
    if value.order == nil, let layer = value.layer {
      let merged = try layers.mergeChoice(layer)
      if case .dense = layers.pieces[merged].operation {
        row = layers.row(upTo: merged)
        return
      }
    }
    let copy = try copied(value)
    row = layers.row(upTo: copy)
  }

  /// A dense layer that copies a value, in its order.
  private mutating func copied(_ value: ONNXValue) throws(FormatError) -> Int {
    let count = value.shape.features
    let outputs: [Int?] = value.order ?? Array(0..<count)
    if canChange(value, atEnd: true), let layer = value.layer,
      let changed = try layers.choose(outputs, from: layer)
    {
      return changed
    }
    let node = value.layer.map { layers.pieces[$0].node }
    guard count * count <= Self.largestExpansion else {
      throw FormatError(
        .unsupported,
        "'\(file)' ends in \(node.map { "the node \($0)" } ?? "its input") with \(count) values, "
          + "but the last layer must be dense, of one output for each class. Export a classifier.")
    }
    var parameters = Array(repeating: 0.0, count: count * count + count)
    for (index, output) in outputs.enumerated() { parameters[index * count + (output ?? 0)] = 1 }
    let source = value.layer == nil ? nil : layers.flatten(value.layer, for: "output")
    notes.append(
      "The file ends in \(node.map { "the node \($0)" } ?? "its input"); a dense layer that copies "
        + "its \(count) values follows, since the last layer must be dense.")
    return layers.append(
      .dense(units: count), parameters, writtenOut: [0..<parameters.count], after: source,
      shape: InputShape(channels: count, height: 1, width: 1), for: node ?? "output")
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
    }
  }
}
