/// The nodes of a graph that draw at random, and what depends on them: once for each draw.
struct ONNXRandomNodes {
  /// The operations that draw.
  static let operations: Set<String> = [
    "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike",
  ]
  /// Those at the end that are left out, or that a mean goes through.
  private static let ends: Set<String> = ["Softmax", "LogSoftmax", "Sigmoid"]

  /// All nodes, with the mean over the draws.
  let nodes: [ONNXNode]
  /// Those that draw, as messages name them.
  let drawing: [String]

  /// Writes out the draws.
  ///
  /// - Parameters:
  ///   - all: Nodes that an output depends on, each after those whose values it takes.
  ///   - output: The output.
  ///   - uses: How often each value is taken.
  ///   - count: The number of draws.
  init(_ all: [ONNXNode], output: String, uses: [String: Int], count: Int) {
    var random: Set<String> = []
    var isRandom = Array(repeating: false, count: all.count)
    for (index, node) in all.enumerated() {
      isRandom[index] =
        Self.draws(node) || node.inputs.contains(where: random.contains)
      if isRandom[index] { random.formUnion(node.proto.output) }
    }
    random.remove("")
    drawing = all.filter(Self.draws).map(\.name)
    guard random.contains(output) else {
      nodes = all
      return
    }
    let tail = Self.tail(all, output, uses, random)
    let end = tail.first.map { all[$0].inputs[0] } ?? output
    let repeated = all.indices.filter { isRandom[$0] && !tail.contains($0) }
    var result = all.indices.filter { !isRandom[$0] }.map { all[$0] }
    for draw in 0..<count {
      result += repeated.map {
        all[$0].drawn(draw) { random.contains($0) ? Self.name($0, draw) : $0 }
      }
    }
    if let maker = repeated.last(where: { all[$0].proto.output.contains(end) }) {
      var mean = all[maker].proto
      mean.opType = "Mean"
      mean.domain = ""
      mean.attribute = []
      mean.input = (0..<count).map { Self.name(end, $0) }
      mean.output = [end]
      result.append(ONNXNode(mean, like: all[maker]))
    }
    nodes = result + tail.map { all[$0] }
  }

  private static func draws(_ node: ONNXNode) -> Bool {
    operations.contains(node.proto.opType) && ["", "ai.onnx"].contains(node.proto.domain)
  }

  /// What a value of one draw is called.
  private static func name(_ value: String, _ draw: Int) -> String { "\(value) of draw \(draw)" }

  /// The views at the end, and one function among them, before which logits are averaged.
  private static func tail(
    _ all: [ONNXNode], _ output: String, _ uses: [String: Int], _ random: Set<String>
  ) -> [Int] {
    var makers: [String: Int] = [:]
    for (index, node) in all.enumerated() { makers[node.proto.output.first ?? ""] = index }
    var result: [Int] = []
    var (name, hasEnd) = (output, false)
    while uses[name] ?? 0 <= 1, let index = makers[name], let source = all[index].inputs.first,
      random.contains(source), !all[index].inputs.dropFirst().contains(where: random.contains)
    {
      let operation = all[index].proto.opType
      let isEnd = ends.contains(operation)
      guard ONNXGraph.views.contains(operation) || isEnd && !hasEnd else { break }
      hasEnd = hasEnd || isEnd
      result.insert(index, at: 0)
      name = source
    }
    return hasEnd ? result : []
  }
}

extension ONNXNode {
  /// The node of one draw, with other names for values that depend on it.
  fileprivate func drawn(_ index: Int, _ name: (String) -> String) -> ONNXNode {
    var proto = proto
    proto.input = proto.input.map(name)
    proto.output = proto.output.map(name)
    return ONNXNode(proto, like: self, draw: (index, self.proto.output.first ?? ""))
  }
}
