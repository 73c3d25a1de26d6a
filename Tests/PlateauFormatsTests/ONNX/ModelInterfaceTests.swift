import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("A file's own inputs and outputs")
struct ModelInterfaceTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  /// Four filters of one pixel, for some channels.
  private static func convolution(_ input: String, channels: Int64, rank: Int) -> (Node, Tensor) {
    let sides = [4, channels] + Array(repeating: 1, count: rank - 2)
    let count = Int(4 * channels)
    return (
      Node(operation: "Conv", inputs: [input, "w"], output: "c"),
      Tensor(name: "w", sides: sides, values: (0..<count).map { Float($0 + 1) })
    )
  }

  private static func file(
    _ input: [Int64], turned permutation: [Int64]?, shape: [Int64]? = nil, channels: Int64,
    rank: Int
  ) throws -> ONNXFile {
    var nodes: [Node] = []
    var tensors: [Tensor] = []
    var value = "x"
    if let permutation {
      nodes.append(
        Node(
          operation: "Transpose", inputs: [value], output: "t",
          attributes: [Node.attribute("perm", integers: permutation)]))
      value = "t"
    }
    if let shape {
      nodes.append(Node(operation: "Reshape", inputs: [value, "shape"], output: "s"))
      tensors.append(ONNXGraphTests.integers("shape", shape))
      value = "s"
    }
    let (node, weights) = convolution(value, channels: channels, rank: rank)
    nodes += [node, Node(operation: "Flatten", inputs: ["c"], output: "y")]
    let bytes = ONNXGraphTests.graph(input, nodes, tensors + [weights])
    return try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let input: [Int64]
    let permutation: [Int64]?
    var shape: [Int64]?
    let network: InputShape
    let places: [Int]?
    var rank = 4
  }

  @Test(arguments: [
    Case(
      testDescription: "channels first", input: [-1, 2, 1, 3], permutation: nil,
      network: InputShape(channels: 2, height: 1, width: 3), places: nil),
    Case(
      testDescription: "channels last", input: [-1, 2, 3, 2], permutation: [0, 3, 1, 2],
      network: InputShape(channels: 2, height: 2, width: 3),
      places: [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]),
    Case(
      testDescription: "gray with its channel last", input: [-1, 2, 3, 1],
      permutation: [0, 3, 1, 2], network: InputShape(channels: 1, height: 2, width: 3),
      places: nil),
    Case(
      testDescription: "sides swapped", input: [-1, 1, 3, 2], permutation: [0, 1, 3, 2],
      network: InputShape(channels: 1, height: 2, width: 3), places: [0, 2, 4, 1, 3, 5]),
    Case(
      testDescription: "channels in the middle", input: [-1, 2, 2, 3], permutation: [0, 2, 1, 3],
      network: InputShape(channels: 2, height: 2, width: 3),
      places: [0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11]),
    Case(
      testDescription: "a row with its channels last", input: [-1, 3, 2], permutation: [0, 2, 1],
      network: InputShape(channels: 2, height: 1, width: 3), places: [0, 2, 4, 1, 3, 5], rank: 3),
    Case(
      testDescription: "gray without a channel", input: [-1, 2, 3], permutation: nil,
      shape: [-1, 1, 2, 3], network: InputShape(channels: 1, height: 2, width: 3), places: nil),
    Case(
      testDescription: "swapped, then with a channel", input: [-1, 3, 2], permutation: [0, 2, 1],
      shape: [-1, 1, 2, 3], network: InputShape(channels: 1, height: 2, width: 3),
      places: [0, 2, 4, 1, 3, 5]),
    Case(
      testDescription: "flat", input: [-1, 6], permutation: nil, shape: [-1, 1, 2, 3],
      network: InputShape(channels: 1, height: 2, width: 3), places: nil),
  ])
  func `the order of inputs is that of the file`(_ test: Case) throws {
    let file = try Self.file(
      test.input, turned: test.permutation, shape: test.shape,
      channels: Int64(test.network.channels), rank: test.rank)
    #expect(file.input == test.network)
    #expect(file.interface.input.sides == test.input.dropFirst().map { Int($0) })
    #expect(file.interface.input.places == test.places)
    #expect(file.interface.ending == .logits)
    // A filter's output is the sum over channels, wherever they lie.
    let network = try file.network()
    let own = (0..<test.network.count).map { Double($0 * $0) }
    let logits = network.logits(
      of: Matrix(rows: 1, columns: own.count, elements: file.interface.input.networkOrder(own)),
      workers: Workers(threads: 1)
    ).elements
    let pixels = test.network.height * test.network.width
    let places = test.places ?? Array(own.indices)
    let expected = (0..<4).flatMap { filter in
      (0..<pixels).map { pixel in
        (0..<test.network.channels).reduce(0.0) { sum, channel in
          sum + Double(filter * test.network.channels + channel + 1)
            * own[places[channel * pixels + pixel]]
        }
      }
    }
    #expect(logits == expected)
  }

  @Test func `a turned input that is only flattened keeps its order`() throws {
    let bytes = ONNXGraphTests.graph(
      [-1, 2, 1],
      [
        Node(
          operation: "Transpose", inputs: ["x"], output: "t",
          attributes: [Node.attribute("perm", integers: [0, 2, 1])]),
        Node(operation: "Flatten", inputs: ["t"], output: "f"),
        Node(operation: "MatMul", inputs: ["f", "w"], output: "y"),
      ], [Tensor(name: "w", sides: [2, 2], values: [1, 2, 3, 4])])
    let file = try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
    #expect(file.interface.input == InputArrangement(sides: [2, 1]))
  }

  @Test(arguments: [
    ("Softmax", ModelInterface.Ending.softmax), ("LogSoftmax", .logSoftmax), ("Sigmoid", .sigmoid),
    ("Relu", .logits),
  ])
  func `what ends a file is kept`(_ operation: String, _ ending: ModelInterface.Ending) throws {
    var bytes = ONNXBytes()
    bytes.nodes[2].output = "z"
    bytes.nodes += [
      Node(operation: operation, inputs: ["z"], output: "p"),
      Node(operation: "Reshape", inputs: ["p", "shape"], output: "y"),
    ]
    bytes.tensors.append(ONNXGraphTests.integers("shape", [-1, 1, 2]))
    let file = try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
    #expect(file.interface.ending == ending)
    #expect(file.interface.output == [1, 2] && file.interface.outputCount == 2)
  }
}
