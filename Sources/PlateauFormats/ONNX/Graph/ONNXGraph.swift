import PlateauData

/// The nodes of a graph that its output depends on, and how often each value is taken.
struct ONNXGraph {
  /// The nodes, each after those whose values it takes.
  let nodes: [ONNXNode]
  /// The name of the one output.
  let output: String
  /// Whether it was asked for.
  let isChosen: Bool
  /// Whether it is an output of the file itself.
  let isOwn: Bool
  /// How many inputs of those nodes, and the output, have a name; where shapes are asked for, 0.
  let uses: [String: Int]

  /// The nodes that draw at random, as messages name them.
  let drawing: [String]

  /// The values that lead to the output by views alone, and to nothing else.
  let endings: Set<String>

  /// Finds the nodes.
  ///
  /// - Parameters:
  ///   - graph: The graph of a file.
  ///   - file: What messages call the file.
  ///   - wanted: The value that is its output; nil for its own.
  ///   - draws: How often what depends on random nodes is there.
  /// - Throws: `FormatError` where two nodes make the same value, one depends on itself, or there is no
  ///   such value.
  init(
    _ graph: ONNXGraphProto, in file: String, output wanted: String? = nil, draws: Int = 1
  ) throws(FormatError) {
    let all = graph.node.enumerated().map { ONNXNode($1, index: $0, in: file) }
    var makers: [String: Int] = [:]
    for (index, node) in all.enumerated() {
      for name in node.proto.output where !name.isEmpty {
        guard makers.updateValue(index, forKey: name) == nil else {
          throw node.malformed("makes \(name.quotedForMessage), which another node makes, too")
        }
      }
    }
    let own = graph.output.first?.name ?? ""
    let output =
      try wanted.map { name throws(FormatError) in
        try Self.value(name, of: graph, all, makers, in: file)
      } ?? own
    isChosen = wanted != nil
    isOwn = graph.output.contains { $0.name == output }
    let order = try Self.order(all, makers, output)
    let plain = order.map { all[$0] }
    let folded = ONNXPatterns(plain, Self.uses(plain, output), graph, in: file).folded()
    let random = ONNXRandomNodes(
      folded, output: output, uses: Self.uses(folded, output), count: draws)
    nodes = random.nodes
    drawing = random.drawing
    self.output = output
    uses = Self.uses(nodes, output)
    endings = Self.endings(nodes, output, uses)
  }

  /// The nodes that put out what they take in another shape or order.
  static let views: Set<String> = [
    "Identity", "Dropout", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose",
  ]

  private static func endings(
    _ nodes: [ONNXNode], _ output: String, _ uses: [String: Int]
  ) -> Set<String> {
    var result: Set<String> = []
    var name = output
    while uses[name] ?? 0 <= 1, result.insert(name).inserted,
      let maker = nodes.last(where: { $0.proto.output.first == name }),
      views.contains(maker.proto.opType), let source = maker.inputs.first
    {
      name = source
    }
    return result
  }

  /// The value of a name, or the first one that the node of this name makes.
  private static func value(
    _ name: String, of graph: ONNXGraphProto, _ nodes: [ONNXNode], _ makers: [String: Int],
    in file: String
  ) throws(FormatError) -> String {
    let inputs = graph.input.map(\.name)
    if makers[name] != nil || inputs.contains(name) { return name }
    if let node = nodes.first(where: { $0.proto.name == name && !name.isEmpty }),
      let first = node.proto.output.first
    {
      return first
    }
    let values = nodes.flatMap { $0.proto.output.filter { !$0.isEmpty } }
    let near = NearbyNames.several(like: name, among: inputs + values)
    // Without any like it the last ones are what is asked for, as a rule.
    let shown = near.isEmpty ? values.suffix(4) : near[...]
    throw FormatError(
      .mismatch,
      "'\(file)' has no value \(name.quotedForMessage). "
        + (near.isEmpty ? "The last ones are " : "There is ")
        + "\(shown.map(\.quotedForMessage).joined(separator: ", ")): name one of its values.")
  }

  /// The nodes that take the shape of a value alone.
  private static let shapes: Set<String> = ["Shape", "RandomNormalLike", "RandomUniformLike"]

  private static func uses(_ nodes: [ONNXNode], _ output: String) -> [String: Int] {
    var uses = [output: 1]
    for node in nodes {
      for input in node.inputs where !input.isEmpty {
        // A shape can be asked for without the value.
        uses[input, default: 0] += shapes.contains(node.proto.opType) ? 0 : 1
      }
    }
    return uses
  }

  /// The nodes that an output depends on, in the order of the file as far as it lets each come after
  /// those whose values it takes.
  private static func order(
    _ all: [ONNXNode], _ makers: [String: Int], _ output: String
  ) throws(FormatError) -> [Int] {
    /// The nodes that one takes values of.
    func sources(_ index: Int) -> [Int] { all[index].inputs.compactMap { makers[$0] } }
    var isNeeded = Array(repeating: false, count: all.count)
    var waiting = makers[output].map { [$0] } ?? []
    while let index = waiting.popLast() {
      guard !isNeeded[index] else { continue }
      isNeeded[index] = true
      waiting += sources(index)
    }
    var result: [Int] = []
    var isDone = Array(repeating: false, count: all.count)
    var isOpen = isDone
    for first in all.indices where isNeeded[first] {
      waiting = [first]
      while let index = waiting.last {
        guard !isDone[index] else {
          waiting.removeLast()
          continue
        }
        let missing = sources(index).filter { !isDone[$0] }
        guard missing.isEmpty else {
          guard !isOpen[index] else { throw cycle(all[index]) }
          isOpen[index] = true
          waiting += missing
          continue
        }
        isDone[index] = true
        isOpen[index] = false
        result.append(index)
        waiting.removeLast()
      }
    }
    return result
  }

  private static func cycle(_ node: ONNXNode) -> FormatError {
    FormatError(
      .malformed,
      "\(node.label) depends on what it makes itself. Graphs without cycles are read: export the "
        + "model again.")
  }
}
