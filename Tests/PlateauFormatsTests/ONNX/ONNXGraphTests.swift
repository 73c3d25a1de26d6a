import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Graphs made by hand, with closed forms")
struct ONNXGraphTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  /// A graph of some nodes from `x` to `y`.
  static func graph(
    _ input: [Int64], _ nodes: [Node], _ tensors: [Tensor] = [], opset: Int64 = 17
  ) -> ONNXBytes {
    var bytes = ONNXBytes()
    bytes.input = input
    bytes.nodes = nodes
    bytes.tensors = tensors
    bytes.opset = opset
    return bytes
  }

  static func integers(_ name: String, _ values: [Int64]) -> Tensor {
    Tensor(
      name: name, sides: [Int64(values.count)], type: 7,
      raw: values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } })
  }

  /// What the network of a graph puts out for one example.
  static func output(_ bytes: ONNXBytes, _ input: [Double]) throws -> [Double] {
    let file = try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
    let values = file.interface.input.networkOrder(input)
    return try file.network().logits(
      of: Matrix(rows: 1, columns: values.count, elements: values), workers: Workers(threads: 1)
    ).elements
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let nodes: [Node]
    let tensors: [Tensor]
    let opset: Int64
    let expected: [Double]

    init(
      _ name: String, _ expected: [Double], _ nodes: [Node], _ tensors: [Tensor] = [],
      opset: Int64 = 17
    ) {
      testDescription = name
      self.nodes = nodes
      self.tensors = tensors
      self.opset = opset
      self.expected = expected
    }
  }

  private static let scalar = Tensor(name: "c", sides: [], values: [4])
  private static let list = Tensor(name: "c", sides: [3], values: [1, 2, 4])

  private static func one(
    _ operation: String, _ inputs: [String], _ attributes: [[UInt8]] = []
  ) -> [Node] {
    [Node(operation: operation, inputs: inputs, output: "y", attributes: attributes)]
  }

  // Every number is a small dyadic one: everything is exact. The input is (−3, 0.5, 2).
  static let cases: [Case] = [
    Case("x + c", [-2, 2.5, 6], one("Add", ["x", "c"]), [list]),
    Case("c − x", [7, 3.5, 2], one("Sub", ["c", "x"]), [scalar]),
    Case("x · c", [-3, 1, 8], one("Mul", ["c", "x"]), [list]),
    Case("x / c", [-3, 0.25, 0.5], one("Div", ["x", "c"]), [list]),
    Case("−x", [3, -0.5, -2], one("Neg", ["x"])),
    Case("x + x", [-6, 1, 4], one("Add", ["x", "x"])),
    Case(
      "x − x·c", [9, -1.5, -6],
      [
        Node(operation: "Mul", inputs: ["x", "c"], output: "p"),
        Node(operation: "Sub", inputs: ["x", "p"], output: "y"),
      ], [scalar]),
    Case("ReLU", [0, 0.5, 2], one("Relu", ["x"])),
    Case(
      "leaky ReLU", [-0.75, 0.5, 2],
      one("LeakyRelu", ["x"], [Node.attribute("alpha", number: 0.25)])),
    Case(
      "leaky ReLU of slope 0", [0, 0.5, 2],
      one("LeakyRelu", ["x"], [Node.attribute("alpha", number: 0)])),
    Case(
      "leaky ReLU of slope −1", [3, 0.5, 2],
      one("LeakyRelu", ["x"], [Node.attribute("alpha", number: -1)])),
    Case(
      "clip on both sides", [-1, 0.5, 1], one("Clip", ["x", "a", "b"]),
      [
        Tensor(name: "a", sides: [], values: [-1]), Tensor(name: "b", sides: [], values: [1]),
      ]),
    Case(
      "clip from below", [1, 1, 2], one("Clip", ["x", "a"]),
      [Tensor(name: "a", sides: [], values: [1])]),
    Case(
      "clip from above", [-3, 0.5, 1], one("Clip", ["x", "", "b"]),
      [Tensor(name: "b", sides: [], values: [1])]),
    Case(
      "clip of old", [0, 0.5, 1],
      one(
        "Clip", ["x"],
        [
          Node.attribute("min", number: 0), Node.attribute("max", number: 1),
        ]), opset: 7),
    Case("no clip at all", [-3, 0.5, 2], one("Clip", ["x"])),
    Case(
      "activations in a row", [0, 0.5, 2],
      [
        Node(operation: "Relu", inputs: ["x"], output: "a"),
        Node(operation: "Relu", inputs: ["a"], output: "y"),
      ]),
    Case(
      "constants that are computed", [14, 22.5],
      [
        Node(operation: "Transpose", inputs: ["w"], output: "t"),
        Node(operation: "MatMul", inputs: ["x", "t"], output: "p"),
        Node(
          operation: "Unsqueeze", inputs: ["c"], output: "u",
          attributes: [Node.attribute("axes", integers: [0])]),
        Node(operation: "Add", inputs: ["p", "u"], output: "y"),
      ],
      [
        Tensor(name: "w", sides: [2, 3], values: [1, 2, 3, 4, 5, 6]),
        Tensor(name: "c", sides: [2], values: [10, 20]),
      ], opset: 11),
    Case(
      "a branch around a nonlinearity", [8, -4],
      [
        Node(
          operation: "Gemm", inputs: ["x", "w"], output: "a",
          attributes: [Node.attribute("transB", integer: 1)]),
        Node(operation: "Relu", inputs: ["a"], output: "h"),
        Node(operation: "Add", inputs: ["h", "a"], output: "y"),
      ], [Tensor(name: "w", sides: [2, 3], values: [1, 2, 3, -1, -2, -3])]),
    Case(
      "constants after a shared layer", [4, 4],
      [
        Node(
          operation: "Gemm", inputs: ["x", "w"], output: "a",
          attributes: [Node.attribute("transB", integer: 1)]),
        Node(operation: "Add", inputs: ["a", "c"], output: "s"),
        Node(operation: "Sub", inputs: ["s", "a"], output: "y"),
      ], [Tensor(name: "w", sides: [2, 3], values: [1, 2, 3, -1, -2, -3]), scalar]),
    Case(
      "nodes that nothing needs", [-3, 0.5, 2],
      [
        Node(operation: "Erf", inputs: ["x"], output: "unused"),
        Node(operation: "Identity", inputs: ["x"], output: "y"),
      ]),
  ]

  @Test(arguments: cases)
  func values(_ test: Case) throws {
    let bytes = Self.graph([-1, 3], test.nodes, test.tensors, opset: test.opset)
    #expect(try Self.output(bytes, [-3, 0.5, 2]) == test.expected)
  }

  @Test("Shapes that are computed in the graph")
  func computedShapes() throws {
    let nodes = [
      Node(operation: "Shape", inputs: ["x"], output: "s"),
      Node(
        operation: "Gather", inputs: ["s", "zero"], output: "n",
        attributes: [Node.attribute("axis", integer: 0)]),
      Node(operation: "Slice", inputs: ["s", "one", "end"], output: "rest"),
      Node(operation: "Gather", inputs: ["rest", "zero"], output: "h"),
      Node(operation: "Gather", inputs: ["rest", "one"], output: "w"),
      Node(operation: "Mul", inputs: ["h", "w"], output: "hw"),
      Node(
        operation: "Concat", inputs: ["n", "hw"], output: "target",
        attributes: [Node.attribute("axis", integer: 0)]),
      Node(operation: "Reshape", inputs: ["x", "target"], output: "y"),
    ]
    let bytes = Self.graph(
      [-1, 2, 2], nodes,
      [Self.integers("zero", [0]), Self.integers("one", [1]), Self.integers("end", [1 << 40])])
    #expect(try Self.output(bytes, [1, 2, 3, 4]) == [1, 2, 3, 4])
  }

  @Test("Constants for each pixel come after a flatten, of images and of vectors")
  func pixels() throws {
    let mean = Tensor(name: "m", sides: [1, 2, 2], values: [1, 2, 3, 4])
    let nodes = [
      Node(operation: "Sub", inputs: ["x", "m"], output: "d"),
      Node(operation: "Flatten", inputs: ["d"], output: "y"),
    ]
    #expect(
      try Self.output(Self.graph([-1, 1, 2, 2], nodes, [mean]), [5, 5, 5, 5]) == [4, 3, 2, 1])
  }

  @Test("Images with channels last are told, and taken with channels first")
  func channelsLast() throws {
    let nodes = [
      Node(
        operation: "Transpose", inputs: ["x"], output: "t",
        attributes: [Node.attribute("perm", integers: [0, 3, 1, 2])]),
      Node(operation: "Conv", inputs: ["t", "w"], output: "c"),
      Node(
        operation: "Transpose", inputs: ["c"], output: "b",
        attributes: [Node.attribute("perm", integers: [0, 2, 3, 1])]),
      Node(operation: "Flatten", inputs: ["b"], output: "f"),
      Node(operation: "MatMul", inputs: ["f", "v"], output: "y"),
    ]
    // Two channels are swapped by a 1×1 convolution, then flattened with channels last.
    let weights = Tensor(name: "w", sides: [2, 2, 1, 1], values: [0, 1, 1, 0])
    let choice = Tensor(name: "v", sides: [4, 2], values: [1, 0, 0, 0, 0, 0, 0, 1])
    let bytes = Self.graph([-1, 1, 2, 2], nodes, [weights, choice])
    let file = try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
    #expect(file.input == InputShape(channels: 2, height: 1, width: 2))
    #expect(
      file.notes == [
        "The file takes images with channels last, 1×2×2; the network takes them with channels "
          + "first."
      ])
    // Pixels (1, 2) and (3, 4) of the channels: with channels last 3, 1, 4, 2 after the swap.
    #expect(try Self.output(bytes, [1, 3, 2, 4]) == [3, 2])
  }

  @Test("An input vector becomes the image that a convolution takes")
  func vectorInput() throws {
    let nodes = [
      Node(operation: "Reshape", inputs: ["x", "s"], output: "r"),
      Node(operation: "Conv", inputs: ["r", "w"], output: "c"),
      Node(operation: "Flatten", inputs: ["c"], output: "y"),
    ]
    let bytes = Self.graph(
      [-1, 4], nodes,
      [
        Self.integers("s", [-1, 1, 2, 2]),
        Tensor(name: "w", sides: [2, 1, 2, 2], values: [1, 1, 1, 1, 1, 2, 3, 4]),
      ])
    #expect(
      try ONNXFile(parsing: bytes.bytes, named: "m").input
        == InputShape(channels: 1, height: 2, width: 2))
    #expect(try Self.output(bytes, [1, 2, 3, 4]) == [10, 30])
  }

  @Test("A value of one number is repeated beside a constant of several")
  func repeated() throws {
    let four = Tensor(name: "c", sides: [4], values: [1, 2, 3, 4])
    for (operation, expected) in [
      ("Add", [3, 4, 5, 6]), ("Sub", [-1, 0, 1, 2]), ("Mul", [2, 4, 6, 8]),
    ] as [(String, [Double])] {
      let node = Node(operation: operation, inputs: ["c", "x"], output: "y")
      #expect(try Self.output(Self.graph([-1, 1], [node], [four]), [2]) == expected)
    }
    let node = Node(operation: "Sub", inputs: ["x", "c"], output: "y")
    #expect(try Self.output(Self.graph([-1, 1], [node], [four]), [2]) == [1, 0, -1, -2])
    // Two rows beside three columns.
    let row = Tensor(name: "c", sides: [1, 3], values: [10, 20, 30])
    let nodes = [
      Node(operation: "Add", inputs: ["x", "c"], output: "a"),
      Node(operation: "Flatten", inputs: ["a"], output: "y"),
    ]
    #expect(
      try Self.output(Self.graph([-1, 2, 1], nodes, [row]), [1, 2]) == [11, 21, 31, 12, 22, 32])
  }
}
