import PlateauFormats
import Testing

/// All nodes that are not read are named at once.
@Suite("ONNX files with several nodes that are not read")
struct ONNXRefusalTests {
  typealias Node = ONNXBytes.Node

  static func message(_ nodes: [Node], outputs: [String] = ["y"]) -> String? {
    var bytes = ONNXBytes()
    bytes.nodes = nodes
    bytes.outputs = outputs
    do {
      _ = try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
      return nil
    } catch {
      return error.message
    }
  }

  /// What is said of the operations that are read.
  static let known: String = {
    let message =
      ONNXRefusalTests.message([Node(operation: "Nothing", inputs: ["x"], output: "y")]) ?? ""
    return message.firstRange(of: "Read are ").map { String(message[$0.lowerBound...]) } ?? ""
  }()

  @Test func `each is listed with its reason, those of one operation once`() {
    let nodes = [
      Node(operation: "Unique", inputs: ["x"], output: "a", name: "best"),
      // Nothing is known of what it takes.
      Node(operation: "ArgMax", inputs: ["a"], output: "b", name: "after"),
      Node(operation: "Loop", inputs: ["x"], output: "c"),
      Node(operation: "Unique", inputs: ["x"], output: "d", name: "other"),
      Node(operation: "Fused", inputs: ["x"], output: "e", name: "f", domain: "com.example"),
      Node(operation: "Det", inputs: ["x"], output: "f"),
      Node(operation: "Sum", inputs: ["b", "c", "d", "e", "f"], output: "y"),
    ]
    #expect(Self.known.hasPrefix("Read are Gemm, ") && Self.known.hasSuffix(" and Constant."))
    #expect(
      Self.message(nodes) == """
        'm.onnx' has 5 nodes that are not read:
          Unique (2 nodes, the first 'best') is an operation that is not read.
          Loop (node 2) makes the network depend on its input, or repeats a part of it. Export it \
        for inputs of one size, with that written out: RNN, GRU and LSTM of fixed length are read.
          com.example.Fused ('f') belongs to the domain 'com.example'. Export the model with the \
        standard operations only.
          Det (node 5) is an operation that is not read.
        \(Self.known)
        """)
  }

  @Test func `one alone is refused as ever`() {
    #expect(
      Self.message([Node(operation: "Unique", inputs: ["x"], output: "y", name: "best")])
        == "Node 'best' (Unique) of 'm.onnx' is an operation that is not read. \(Self.known)")
  }

  @Test func `what the output does not need is not looked at`() {
    #expect(
      Self.message([
        Node(operation: "Unique", inputs: ["x"], output: "a"),
        Node(operation: "Relu", inputs: ["x"], output: "y"),
      ]) == nil)
  }

  @Test func `of many kinds the first are listed`() {
    let nodes =
      (0..<25).map { Node(operation: "Odd\($0)", inputs: ["x"], output: "a\($0)") }
      + [Node(operation: "Sum", inputs: (0..<25).map { "a\($0)" }, output: "y")]
    let lines = Self.message(nodes)?.split(separator: "\n") ?? []
    #expect(lines.count == 23)
    #expect(lines[20] == "  Odd19 (node 19) is an operation that is not read.")
    #expect(lines[21] == "  and others of 5 kinds.")
  }
}
