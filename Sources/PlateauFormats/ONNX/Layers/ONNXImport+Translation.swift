extension ONNXImport {
  /// Translates a whole graph.
  ///
  /// A node can tell that the input has to be taken otherwise than the file gives it, such as a
  /// convolution of a vector that a Reshape makes an image: then all begins anew, with that image.
  ///
  /// - Throws: `FormatError` that names what is not supported.
  static func translation(
    of proto: ONNXGraphProto, _ graph: ONNXGraph, in file: String, folder: ONNXFolder?,
    operationSet: Int, fixed: [ONNXPart.FixedInput] = [], draws: RandomDraws? = nil
  ) throws(FormatError) -> ONNXImport {
    var first = try ONNXImport(
      proto, graph, in: file, folder: folder, operationSet: operationSet, fixed: fixed,
      view: .asGiven)
    first.draws = draws
    do {
      try first.translate(graph)
      return first
    } catch {
      guard let view = first.wantedView else { throw error }
      var second = try ONNXImport(
        proto, graph, in: file, folder: folder, operationSet: operationSet, fixed: fixed,
        view: view)
      second.draws = draws
      try second.translate(graph)
      return second
    }
  }

  /// Where each value of the input lies in the file's own; nil where both orders are the same.
  var places: [Int]? {
    guard case .image(_, let places) = view else { return nil }
    return places
  }

  private mutating func translate(_ graph: ONNXGraph) throws(FormatError) {
    var refusals = ONNXRefusals(in: file)
    var lastTakers: [String: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for name in node.inputs { lastTakers[name] = index }
    }
    for (index, node) in graph.nodes.enumerated() where !refusals.passesOver(node) {
      do {
        try append(node)
      } catch {
        if wantedView != nil { throw error }
        refusals.add(node, error)
      }
      // Orders of values are as long as the values.
      for name in node.inputs where lastTakers[name] == index && name != graph.output {
        release(name)
      }
    }
    try refusals.check()
    try finish(graph)
  }
}
