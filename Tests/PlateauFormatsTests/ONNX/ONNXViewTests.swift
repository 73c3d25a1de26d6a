import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Views of values that several nodes take")
struct ONNXViewTests {
  typealias Case = ONNXGraphTests.Case
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  static func node(
    _ operation: String, _ inputs: [String], _ output: String, _ attributes: [[UInt8]] = []
  ) -> Node {
    Node(operation: operation, inputs: inputs, output: output, attributes: attributes)
  }

  static func dense(_ input: String, _ weights: String, _ output: String) -> Node {
    node("Gemm", [input, weights], output, [Node.attribute("transB", integer: 1)])
  }

  static func turn(_ input: String, _ output: String, _ order: [Int64]) -> Node {
    node("Transpose", [input], output, [Node.attribute("perm", integers: order)])
  }

  private static let square = Tensor(name: "w", sides: [2, 2], values: [1, 2, 3, 4])
  private static let other = Tensor(name: "v", sides: [2, 2], values: [1, 1, 1, -1])
  /// A convolution of one pixel that swaps two channels.
  private static let swap = Tensor(name: "k", sides: [2, 2, 1, 1], values: [0, 1, 1, 0])

  /// Of an input of two values, (1, 2).
  static let pairs: [Case] = [
    Case(
      "a flattened input beside a layer of it", [6, 13],
      [node("Flatten", ["x"], "f"), dense("f", "w", "a"), node("Add", ["a", "f"], "y")], [square]),
    Case(
      "two branches of a flattened input", [8, 10],
      [
        node("Flatten", ["x"], "f"), dense("f", "w", "a"), node("Relu", ["a"], "r"),
        dense("f", "v", "b"), node("Add", ["r", "b"], "y"),
      ], [square, other]),
    Case(
      "an identity of the input, squared by a sum", [4, 8],
      [
        node("Flatten", ["x"], "f"), node("Identity", ["f"], "i"), node("Add", ["i", "f"], "s"),
        node("Add", ["s", "s"], "y"),
      ]),
    Case(
      "a reshaped input after a branch of it", [4, 2],
      [
        node("Flatten", ["x"], "f"), dense("f", "v", "a"), node("Reshape", ["x", "s"], "r"),
        node("Sum", ["r", "a"], "s1"), node("Relu", ["r"], "p"), node("Sub", ["s1", "p"], "q"),
        node("Max", ["q", "one"], "m"), node("Add", ["m", "o"], "y"),
      ],
      [
        other, ONNXGraphTests.integers("s", [0, -1]), Tensor(name: "one", sides: [1], values: [1]),
        Tensor(name: "o", sides: [2], values: [1, 1]),
      ]),
    Case(
      "the same layer with a nonlinearity and without, seen twice", [10, 22],
      [
        node("Flatten", ["x"], "f"), dense("f", "w", "a"), node("Identity", ["a"], "i"),
        node("Relu", ["i"], "r"), node("Sum", ["r", "a"], "y"),
      ], [square]),
    Case(
      "nodes in any order", [12, 24],
      [
        node("Add", ["r", "o"], "y"), node("Relu", ["a"], "r"), dense("f", "w", "a"),
        node("Flatten", ["x"], "f"),
      ], [square, Tensor(name: "o", sides: [2], values: [7, 13])]),
  ]

  /// Of an input of shape 1×2×2, (1, 2, 3, 4).
  static let squares: [Case] = [
    Case(
      "channels last, in a convolution and a sum", [3, 7, 3, 7],
      [
        turn("x", "t", [0, 3, 1, 2]), node("Conv", ["t", "k"], "c"), node("Add", ["c", "t"], "s"),
        node("Flatten", ["s"], "y"),
      ], [swap]),
    Case(
      "channels last, with a branch of the file's own order", [3, 6, 4, 7],
      [
        turn("x", "t", [0, 3, 1, 2]), node("Conv", ["t", "k"], "c"), node("Flatten", ["c"], "g"),
        node("Flatten", ["x"], "f"), node("Add", ["f", "g"], "y"),
      ], [swap]),
    Case(
      "channels last after arithmetic", [2, 4, 1, 3],
      [
        node("Add", ["x", "two"], "p"), node("Sub", ["p", "two"], "q"),
        turn("q", "t", [0, 3, 1, 2]), node("Conv", ["t", "k"], "c"), node("Flatten", ["c"], "y"),
      ], [swap, Tensor(name: "two", sides: [2], values: [2, 4])]),
    Case(
      "channels that are swapped before a convolution", [1, 2, 3, 4],
      [
        node("Reshape", ["x", "s"], "r"), turn("r", "t", [0, 2, 1, 3]),
        node("Reshape", ["t", "u"], "i"), node("Conv", ["i", "e"], "c"),
        node("Reshape", ["c", "s"], "d"), turn("d", "b", [0, 2, 1, 3]), node("Flatten", ["b"], "y"),
      ],
      [
        ONNXGraphTests.integers("s", [0, 2, 2, 1]), ONNXGraphTests.integers("u", [0, 4, 1, 1]),
        Tensor(
          name: "e", sides: [4, 4, 1, 1],
          values: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
      ]),
    Case(
      "a square and its mirror image", [2, 5, 5, 8],
      [
        turn("x", "t", [0, 1, 3, 2]), node("Add", ["x", "t"], "s"), node("Flatten", ["s"], "y"),
      ]),
    Case(
      "a mirror image at the end", [1, 3, 2, 4],
      [turn("x", "t", [0, 1, 3, 2]), node("Flatten", ["t"], "y")]),
    Case(
      "a mean of the pixels with channels last", [2, 3],
      [
        node(
          "ReduceMean", ["x"], "y",
          [
            Node.attribute("axes", integers: [1, 2]), Node.attribute("keepdims", integer: 0),
          ])
      ]),
    Case(
      "an output of one pixel", [2.5], [node("GlobalAveragePool", ["x"], "y")]),
    Case(
      "channels times 0, and a zero beside a logit", [0, 30],
      [
        node("Flatten", ["x"], "f"),
        node("MatMul", ["f", "r"], "l"), node("Mul", ["l", "z"], "o"),
        node("Concat", ["o", "l"], "y", [Node.attribute("axis", integer: 1)]),
      ],
      [
        Tensor(name: "r", sides: [4, 1], values: [1, 2, 3, 4]),
        Tensor(name: "z", sides: [], values: [0]),
      ]),
    Case(
      "pixels times 0", [1, 0, 3, 0],
      [node("Mul", ["x", "m"], "p"), node("Flatten", ["p"], "y")],
      [Tensor(name: "m", sides: [2], values: [1, 0])]),
  ]

  @Test("Two values", arguments: pairs)
  func twoValues(_ test: Case) throws {
    let bytes = ONNXGraphTests.graph([-1, 1, 1, 2], test.nodes, test.tensors, opset: test.opset)
    #expect(try ONNXGraphTests.output(bytes, [1, 2]) == test.expected)
  }

  @Test("Four values", arguments: squares)
  func fourValues(_ test: Case) throws {
    let bytes = ONNXGraphTests.graph([-1, 1, 2, 2], test.nodes, test.tensors, opset: test.opset)
    #expect(try ONNXGraphTests.output(bytes, [1, 2, 3, 4]) == test.expected)
  }

  @Test("A vector that one branch takes as it is, and another as an image")
  func vectorAndImage() throws {
    let nodes = [
      Self.dense("x", "w", "a"), Self.node("Reshape", ["x", "s"], "r"),
      Self.node("Conv", ["r", "k"], "c"), Self.node("Flatten", ["c"], "f"),
      Self.node("Add", ["a", "f"], "y"),
    ]
    let bytes = ONNXGraphTests.graph(
      [-1, 4], nodes,
      [
        Tensor(name: "w", sides: [1, 4], values: [1, 2, 3, 4]),
        ONNXGraphTests.integers("s", [0, 1, 2, 2]),
        Tensor(name: "k", sides: [1, 1, 2, 2], values: [1, 1, 1, 1]),
      ])
    #expect(try ONNXGraphTests.output(bytes, [1, 2, 3, 4]) == [40])
    #expect(
      try ONNXFile(parsing: bytes.bytes, named: "m").input
        == InputShape(channels: 1, height: 2, width: 2))
  }

  @Test("A zero beside a logit is two classes, and the layers are those of the logit")
  func twoClasses() throws {
    let nodes = [
      Self.dense("x", "w", "l"),
      Self.node(
        "Concat", ["zero", "l"], "y",
        [
          Node.attribute("axis", integer: -1)
        ]),
    ]
    let bytes = ONNXGraphTests.graph(
      [1, 3], nodes,
      [
        Tensor(name: "w", sides: [1, 3], values: [1, 2, 4]),
        Tensor(name: "zero", sides: [1, 1], values: [0]),
      ])
    let file = try ONNXFile(parsing: bytes.bytes, named: "m")
    #expect(file.layers == [.dense(units: 2)])
    #expect(try ONNXGraphTests.output(bytes, [1, 1, 1]) == [0, 7])
  }
}
