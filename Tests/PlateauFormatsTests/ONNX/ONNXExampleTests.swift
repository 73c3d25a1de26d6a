import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Nodes behind a Squeeze of the batch")
struct ONNXExampleTests {
  typealias Node = ONNXBytes.Node

  /// Those that are refused, with a part of the reason.
  static let refused: [String: [String]] = [
    "which makes all of them the same": [
      "clip_min_greater_than_max"
    ],
    "multiplies": [
      "matmul_1d_1d"
    ],
    "takes nothing of a value": [
      "slice_start_out_of_bounds"
    ],
  ]

  // The references are in single precision; exponentials and sums of 24 products are off by 1e-6 at most.
  @Test("214 of 217 node tests of the onnx package agree with ONNX Runtime as one example")
  func examples() throws {
    let all = try ONNXCollection("examples")
    let reasons = Dictionary(
      uniqueKeysWithValues: Self.refused.flatMap { reason, names in names.map { ($0, reason) } })
    #expect(all.names.count == 217)
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, _):
        #expect(reasons[name] == nil, "\(name)")
        #expect(error <= 2e-6, "\(name)")
      case .refused(let message):
        #expect(message.contains(reasons[name] ?? "nothing"), "\(name)")
      }
    }
  }

  static func file(
    _ sides: [Int64], _ nodes: [Node], _ tensors: [ONNXBytes.Tensor] = []
  ) throws -> ONNXFile {
    let axes = ONNXGraphTests.integers("axes", [0])
    let first = Node(operation: "Squeeze", inputs: ["x", "axes"], output: "s", name: "first")
    return try ONNXFile(
      parsing: ONNXGraphTests.graph(sides, [first] + nodes, [axes] + tensors).bytes,
      named: "m.onnx",
      part: ONNXPart(output: nodes.last?.output))
  }

  @Test func `a side in front is that of examples again`() throws {
    let file = try Self.file(
      [1, 2, 4, 4],
      [
        Node(operation: "Relu", inputs: ["s"], output: "r"),
        Node(operation: "Unsqueeze", inputs: ["r", "axes"], output: "u"),
        Node(operation: "GlobalMaxPool", inputs: ["u"], output: "g"),
        Node(operation: "Flatten", inputs: ["g"], output: "y"),
      ])
    #expect(file.input == InputShape(channels: 2, height: 4, width: 4))
    let numbers = (0..<32).map { Double($0 * 13 % 31) - 20 }
    let found = try file.network().logits(
      of: Matrix(rows: 1, columns: 32, elements: numbers), workers: Workers(threads: 1)
    ).elements
    #expect(found == [numbers[..<16].max() ?? 0, numbers[16...].max() ?? 0])
  }

  @Test func `nodes that need it are refused`() {
    let message = Fixture.message {
      _ = try Self.file(
        [1, 2, 4, 4], [Node(operation: "GlobalMaxPool", inputs: ["s"], output: "y")])
    }
    #expect(
      message
        == "Node 'first' (Squeeze) of 'm.onnx' takes the side of the batch away, after which not all nodes "
        + "are read. Export the model with the batch as the first side.")
  }
}
