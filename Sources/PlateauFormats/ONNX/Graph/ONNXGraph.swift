/// The nodes of a graph that its output depends on, and how often each value is taken.
struct ONNXGraph {
  /// The nodes, in the order of the file.
  let nodes: [ONNXNode]
  /// The name of the one output.
  let output: String
  /// How many inputs of those nodes, and the output, have a name; where shapes are asked for, 0.
  let uses: [String: Int]

  /// Finds the nodes.
  ///
  /// - Throws: `FormatError` where two nodes make the same value.
  init(_ graph: ONNXGraphProto, in file: String) throws(FormatError) {
    let all = graph.node.enumerated().map { ONNXNode($1, index: $0, in: file) }
    var makers: [String: Int] = [:]
    for (index, node) in all.enumerated() {
      for name in node.proto.output where !name.isEmpty {
        guard makers.updateValue(index, forKey: name) == nil else {
          throw node.malformed("makes \(name.quotedForMessage), which another node makes, too")
        }
      }
    }
    let output = graph.output.first?.name ?? ""
    var uses = [output: 1]
    var isNeeded = Array(repeating: false, count: all.count)
    var waiting = [output]
    while let name = waiting.popLast() {
      guard let maker = makers[name], !isNeeded[maker] else { continue }
      isNeeded[maker] = true
      for input in all[maker].inputs where !input.isEmpty {
        // A shape can be asked for without the value.
        uses[input, default: 0] += all[maker].proto.opType == "Shape" ? 0 : 1
        waiting.append(input)
      }
    }
    nodes = zip(all, isNeeded).filter(\.1).map(\.0)
    self.output = output
    self.uses = uses
  }
}
