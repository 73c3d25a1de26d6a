import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Ends at the output of a graph, with a dense layer.
  mutating func finish(_ graph: ONNXGraph) throws(FormatError) {
    guard case .value(let value)? = self[graph.output] else {
      throw FormatError(
        .malformed,
        "'\(file)' puts out \(graph.output.quotedForMessage), which no node makes of the input. "
          + "It is damaged: copy or export it again.")
    }
    guard value.shape.featureAxis != nil else {
      throw FormatError(
        .unsupported,
        "'\(file)' puts out a value of shape \(value.shape); one number for each class is needed. "
          + "Export it without the last Reshape, or as a classifier.")
    }
    output = (value.shape.exampleSides, value.ending)
    if value.order == nil, value.layer == layers.last, let last = layers.pieces.last,
      case .dense = last.layer
    {
      return
    }
    try appendCopy(of: value)
  }

  /// Appends a dense layer that copies a value.
  private mutating func appendCopy(of value: ONNXValue) throws(FormatError) {
    let count = value.shape.features
    let node = value.layer.map { layers.pieces[$0].node }
    guard count * count <= Self.largestExpansion else {
      throw FormatError(
        .unsupported,
        "'\(file)' ends in \(node.map { "the node \($0)" } ?? "its input") with \(count) values, "
          + "but the last layer must be dense, of one output for each class. Export a classifier.")
    }
    var parameters = Array(repeating: 0.0, count: count * count + count)
    for index in 0..<count {
      parameters[index * count + (value.order.map { $0[index] } ?? index)] = 1
    }
    let source = value.layer == nil ? nil : layers.flatten(value.layer, for: "output")
    _ = layers.append(
      .dense(units: count), parameters, after: source,
      shape: InputShape(channels: count, height: 1, width: 1), for: node ?? "output")
    notes.append(
      "The file ends in \(node.map { "the node \($0)" } ?? "its input"); a dense layer that copies "
        + "its \(count) values follows, since the last layer must be dense.")
  }
}
