import SwiftProtobuf

/// The functions that a file defines itself, written out where a graph calls them.
///
/// A call becomes the nodes of the function: its inputs and outputs have the names that the call gives
/// them, all other values names of their own, and attributes that refer to those of the call have the
/// call's values, or the function's defaults.
struct ONNXLocalFunctions {
  /// The most nodes that a graph is written out to.
  private static let mostNodes = 1 << 17
  /// The most bytes of names, far beyond those of any real file.
  private static let mostNameBytes = 1 << 28
  /// The most calls within calls.
  private static let deepest = 64

  private let file: String
  private let functions: [String: ONNXFunctionProto]
  private var nodes: [ONNXNodeProto] = []
  private var count = 0
  /// The bytes of all names that were made.
  private var nameBytes = 0

  /// The graph of a file without calls of its own functions.
  ///
  /// - Throws: `FormatError` where one calls itself, or does not fit its call.
  static func writtenOut(
    _ model: ONNXModelProto, in file: String
  ) throws(FormatError) -> ONNXGraphProto {
    guard !model.functions.isEmpty else { return model.graph }
    var all = ONNXLocalFunctions(model, in: file)
    for (index, node) in model.graph.node.enumerated() {
      var node = node
      // What has no name is named by its place in the file.
      if node.name.isEmpty, all.function(of: node) != nil { node.name = "\(index)" }
      try all.append(node, depth: 0)
    }
    var graph = model.graph
    graph.node = all.nodes
    return graph
  }

  private init(_ model: ONNXModelProto, in file: String) {
    self.file = file
    functions = Dictionary(
      model.functions.map { (Self.key($0.domain, $0.name), $0) },
      uniquingKeysWith: { one, _ in one })
  }

  private static func key(_ domain: String, _ name: String) -> String {
    "\(domain == "ai.onnx" ? "" : domain)\n\(name)"
  }

  private func function(of node: ONNXNodeProto) -> ONNXFunctionProto? {
    functions[Self.key(node.domain, node.opType)]
  }

  private mutating func append(_ node: ONNXNodeProto, depth: Int) throws(FormatError) {
    guard let function = function(of: node) else {
      nodes.append(node)
      guard nodes.count <= Self.mostNodes else {
        throw refusal(node, "has more than \(Self.mostNodes) nodes with its functions written out")
      }
      return
    }
    guard count < Self.mostNodes else {
      throw refusal(node, "calls functions more than \(Self.mostNodes) times")
    }
    guard depth < Self.deepest else {
      throw refusal(node, "calls functions within functions more than \(Self.deepest) deep")
    }
    guard node.input.count <= function.input.count, node.output.count <= function.output.count
    else {
      throw refusal(
        node,
        "calls a function of \(function.input.count) inputs and \(function.output.count) "
          + "outputs with \(node.input.count) and \(node.output.count)")
    }
    count += 1
    let prefix = "\(node.name.isEmpty ? node.opType : node.name)/\(count)/"
    var names: [String: String] = ["": ""]
    for (index, name) in function.input.enumerated() {
      names[name] = index < node.input.count ? node.input[index] : ""
    }
    for (index, name) in function.output.enumerated()
    where index < node.output.count && !node.output[index].isEmpty {
      // An output that is an input, too, is a copy of it.
      if let input = names[name] {
        nodes.append(
          .with {
            $0.opType = "Identity"
            $0.input = [input]
            $0.output = [node.output[index]]
            $0.name = prefix + "output"
          })
      } else {
        names[name] = node.output[index]
      }
    }
    for (index, inner) in function.node.enumerated() {
      var made = inner
      made.name = prefix + (inner.name.isEmpty ? "\(index)" : inner.name)
      made.input = inner.input.map { names[$0] ?? prefix + $0 }
      made.output = inner.output.map { names[$0] ?? prefix + $0 }
      made.attribute = inner.attribute.compactMap { resolved($0, node, function) }
      nameBytes += (made.input + made.output + [made.name]).reduce(0) { $0 + $1.utf8.count }
      guard nameBytes <= Self.mostNameBytes else {
        throw refusal(node, "has too long names with its functions written out")
      }
      try append(made, depth: depth + 1)
    }
  }

  /// An attribute with the value that a call gives it; nil where neither the call nor the function does.
  private func resolved(
    _ attribute: ONNXAttributeProto, _ call: ONNXNodeProto, _ function: ONNXFunctionProto
  ) -> ONNXAttributeProto? {
    guard !attribute.refAttrName.isEmpty else { return attribute }
    let name = attribute.refAttrName
    guard
      var value = call.attribute.first(where: { $0.name == name })
        ?? function.attributeProto.first(where: { $0.name == name })
    else { return nil }
    value.name = attribute.name
    return value
  }

  private func refusal(_ node: ONNXNodeProto, _ finding: String) -> FormatError {
    FormatError(
      .unsupported,
      "Node \(node.name.quotedForMessage) (\(node.opType)) of '\(file)' \(finding). Export the model "
        + "without functions of its own.")
  }
}
