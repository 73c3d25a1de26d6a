import PlateauFormats
import PlateauNetworks
import Testing

/// Functions that a file defines itself; what they compute is compared in ``ONNXOperatorTests``.
@Suite("Functions of ONNX files")
struct ONNXLocalFunctionTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  /// A function of the domain "local", as bytes of a model.
  static func function(_ name: String, _ nodes: [Node]) -> [UInt8] {
    Tensor.block(
      25,
      Tensor.text(1, name) + Tensor.text(4, "a") + Tensor.text(5, "b")
        + nodes.flatMap { Tensor.block(7, $0.bytes) } + Tensor.text(10, "local"))
  }

  static func call(_ name: String, _ input: String, _ output: String) -> Node {
    Node(operation: name, inputs: [input], output: output, domain: "local")
  }

  static func read(_ functions: [[UInt8]], _ node: Node) throws -> ONNXFile {
    var bytes = ONNXBytes()
    bytes.nodes = [node]
    return try ONNXFile(parsing: bytes.bytes + functions.joined(), named: "m.onnx")
  }

  @Test func `calls within calls are written out`() throws {
    let functions = [
      Self.function("F", [Node(operation: "Relu", inputs: ["a"], output: "b")]),
      Self.function("G", [Self.call("F", "a", "m"), Self.call("F", "m", "b")]),
    ]
    let file = try Self.read(functions, Self.call("G", "x", "y"))
    #expect(file.layers == [.activation(.relu), .activation(.relu)])
  }

  @Test func `an output that is an input is a copy`() throws {
    var bytes = ONNXBytes()
    bytes.nodes = [Self.call("F", "x", "y")]
    let same = Tensor.block(
      25, Tensor.text(1, "F") + Tensor.text(4, "a") + Tensor.text(5, "a") + Tensor.text(10, "local")
    )
    let file = try ONNXFile(parsing: bytes.bytes + same, named: "m.onnx")
    #expect(file.layers.count == 1)
  }

  static let refused: [(functions: [[UInt8]], message: String)] = [
    (
      [function("F", [call("F", "a", "b")])],
      " calls functions within functions more than 64 deep. Export the model without functions of its "
        + "own."
    ),
    (
      // Each calls the one before twice.
      (0..<40).map { index in
        function(
          "F\(index == 39 ? "" : "\(index)")",
          index == 0
            ? [Node(operation: "Relu", inputs: ["a"], output: "b")]
            : [call("F\(index - 1)", "a", "m"), call("F\(index - 1)", "m", "b")])
      },
      " of its own."
    ),
    (
      [
        Tensor.block(25, Tensor.text(1, "F") + Tensor.text(5, "b") + Tensor.text(10, "local"))
      ],
      "Node '0' (F) of 'm.onnx' calls a function of 0 inputs and 1 outputs with 1 and 1. Export the model "
        + "without functions of its own."
    ),
    ([], "Export the model with the standard operations only."),
  ]

  @Test(arguments: refused)
  func `what cannot be written out is refused`(_ functions: [[UInt8]], _ message: String) {
    let found = Fixture.message { _ = try Self.read(functions, Self.call("F", "x", "y")) }
    #expect(found?.hasSuffix(message) == true, "\(found ?? "read")")
  }
}
