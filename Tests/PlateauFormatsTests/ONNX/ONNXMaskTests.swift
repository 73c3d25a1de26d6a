import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("What attention hides from its queries")
struct ONNXMaskTests {
  typealias Node = ONNXBytes.Node

  /// Attention of x, of shape [1, 2, 1, 2, 1] behind a Squeeze, to itself: two groups of two places.
  static func attention(
    _ lengths: [Int64], _ attributes: [[UInt8]] = [], opset: Int64 = 24
  ) throws -> ONNXFile {
    let axes = ONNXGraphTests.integers("axes", [0])
    let nodes = [
      Node(operation: "Squeeze", inputs: ["x", "axes"], output: "s"),
      Node(
        operation: "Attention", inputs: ["s", "s", "s", "", "", "", "lengths"], output: "y",
        name: "heads", attributes: attributes),
    ]
    return try ONNXFile(
      parsing: ONNXGraphTests.graph(
        [1, 2, 1, 2, 1], nodes, [axes, ONNXGraphTests.integers("lengths", lengths)], opset: opset
      ).bytes, named: "m.onnx", part: ONNXPart(output: "y"))
  }

  static func output(_ file: ONNXFile) throws -> [Double] {
    try file.network().logits(
      of: Matrix(rows: 1, columns: 4, elements: [3, 5, 7, 9]), workers: Workers(threads: 1)
    ).elements
  }

  @Test func `keys beyond a length are hidden, for each group its own`() throws {
    let found = try Self.output(Self.attention([1, 2]))
    // Of one key the value is all there is; of two with scores 49 and 63, or 63 and 81, that of the larger, but
    // for e⁻¹⁴ and e⁻¹⁸.
    #expect(found[0] == 3 && found[1] == 3)
    #expect((found[2] - (9 - 2 / (1 + 1_202_604.2841647768))).magnitude < 1e-14)
    #expect((found[3] - (9 - 2 / (1 + 65_659_969.13733051))).magnitude < 1e-14)
  }

  @Test func `a query that sees no key makes zeros, which a note says`() throws {
    // The last query is at the last key: of one key the first query is before all.
    let file = try Self.attention([1, 2], [Node.attribute("is_causal", integer: 1)])
    let found = try Self.output(file)
    #expect(found[0] == 0 && found[1] == 3 && found[2] == 7)
    #expect(
      file.notes == [
        "The node 'heads' (Attention) hides all keys from some queries: what it makes for these is 0, as its "
          + "operation has it; some programs make NaN."
      ])
    #expect(try Self.attention([2, 2]).notes == [])
    #expect(try Self.output(Self.attention([0, 0])) == [0, 0, 0, 0])
  }

  @Test func `lengths that do not fit are refused`() {
    #expect(
      Fixture.message { _ = try Self.attention([1, 3]) }
        == "Node 'heads' (Attention) of 'm.onnx' has the lengths [1, 3] for 2 keys. "
        + ONNXBadFileTests.damaged)
    #expect(
      Fixture.message { _ = try Self.attention([1, 2, 1]) }
        == "Node 'heads' (Attention) of 'm.onnx' takes other lengths of keys for each example. Export the "
        + "model for keys of one length, with a mask.")
  }

  @Test func `a mask that is low, but hides nothing, is refused where it is all there is`() {
    let mask = ONNXBytes.Tensor(name: "mask", sides: [1, 2], values: [-1e10, -1e10])
    let nodes = [
      Node(
        operation: "Attention", inputs: ["x", "x", "x", "mask"], output: "y", name: "heads")
    ]
    let message = Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph([1, 1, 2, 1], nodes, [mask], opset: 24).bytes,
        named: "m.onnx", part: ONNXPart(output: "y"))
    }
    #expect(
      message
        == "Node 'heads' (Attention) of 'm.onnx' has a mask that puts all keys of a query so low that "
        + "programs make different things of it. Let each query see a key.")
  }
}

@Suite("Parts without numbers, vectors and equations")
struct ONNXSmallOperandTests {
  typealias Node = ONNXBytes.Node

  @Test func `a part of width 0 can be put beside others`() throws {
    let nodes = [
      Node(
        operation: "Split", inputs: ["x", "widths"], output: "a", others: ["b"],
        attributes: [Node.attribute("axis", integer: 1)]),
      Node(
        operation: "Concat", inputs: ["b", "a", "b"], output: "y",
        attributes: [Node.attribute("axis", integer: 1)]),
    ]
    let widths = ONNXGraphTests.integers("widths", [3, 0])
    #expect(
      try ONNXGraphTests.output(ONNXGraphTests.graph([-1, 3], nodes, [widths]), [1, 2, 3])
        == [1, 2, 3])
  }

  @Test func `other nodes refuse a part of width 0`() {
    let nodes = [
      Node(
        operation: "Split", inputs: ["x", "widths"], output: "a", others: ["b"],
        attributes: [Node.attribute("axis", integer: 1)]),
      Node(operation: "Relu", inputs: ["b"], output: "r", name: "last"),
      Node(operation: "Add", inputs: ["a", "r"], output: "y"),
    ]
    let message = Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph([-1, 3], nodes, [ONNXGraphTests.integers("widths", [3, 0])])
          .bytes, named: "m.onnx")
    }
    #expect(
      message
        == "Node 'last' (Relu) of 'm.onnx' takes 'b', a part of a value of width 0, which only Concat does "
        + "beside others. Export the model without that part.")
  }

  @Test func `a part of width 0 is no output`() {
    let node = Node(
      operation: "Split", inputs: ["x", "widths"], output: "y", others: ["a"],
      attributes: [Node.attribute("axis", integer: 1)])
    let message = Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph(
          [-1, 3], [node], [ONNXGraphTests.integers("widths", [0, 3])]
        )
        .bytes, named: "m.onnx")
    }
    #expect(
      message
        == "'m.onnx' puts out 'y', which does not depend on the input. Export the part from the image to the "
        + "logits.")
  }

  @Test func `a matrix times a vector lacks its last side`() throws {
    let vector = ONNXBytes.Tensor(name: "v", sides: [3], values: [1, 2, 4])
    let node = Node(operation: "MatMul", inputs: ["x", "v"], output: "y")
    #expect(
      try ONNXGraphTests.output(
        ONNXGraphTests.graph([-1, 2, 3], [node], [vector]), [1, 2, 3, 4, 5, 6]) == [17, 38])
    let left = ONNXBytes.Tensor(name: "v", sides: [2], values: [1, 2])
    let other = Node(operation: "MatMul", inputs: ["v", "x"], output: "y")
    #expect(
      try ONNXGraphTests.output(
        ONNXGraphTests.graph([-1, 2, 3], [other], [left]), [1, 2, 3, 4, 5, 6]) == [9, 12, 15])
  }

  @Test func `equations are those of one example where its side is taken away`() throws {
    let factor = ONNXBytes.Tensor(name: "w", sides: [2, 3], values: [1, 2, 3, 4, 5, 6])
    for (equation, inputs, expected) in [
      ("ij->ji", ["s"], [1.0, 4, 2, 5, 3, 6]),
      ("ij,ik", ["s", "w"], [17, 22, 27, 22, 29, 36, 27, 36, 45]),
      ("aj,bj->ba", ["s", "s"], [14, 32, 32, 77]),
    ] {
      let file = try ONNXExampleTests.file(
        [1, 2, 3],
        [
          Node(
            operation: "Einsum", inputs: inputs, output: "y",
            attributes: [Node.attribute("equation", text: equation)])
        ], [factor])
      let found = try file.network().logits(
        of: Matrix(rows: 1, columns: 6, elements: [1, 2, 3, 4, 5, 6]), workers: Workers(threads: 1))
      #expect(found.elements == expected, "\(equation)")
    }
  }
}

@Suite("Resize of a part of an image")
struct ONNXCroppingTests {
  typealias Node = ONNXBytes.Node

  static func resize(
    _ roi: [Float], _ sizes: [Int64], _ attributes: [[UInt8]] = []
  ) -> ONNXBytes {
    let node = Node(
      operation: "Resize", inputs: ["x", "roi", "", "sizes"], output: "y", name: "crop",
      attributes: [
        Node.attribute("coordinate_transformation_mode", text: "tf_crop_and_resize"),
        Node.attribute("mode", text: "linear"),
      ] + attributes)
    return ONNXGraphTests.graph(
      [-1, 1, 1, 5], [node, Node(operation: "Flatten", inputs: ["y"], output: "z")],
      [
        ONNXBytes.Tensor(name: "roi", sides: [8], values: roi),
        ONNXGraphTests.integers("sizes", sizes),
      ])
  }

  static func output(_ bytes: ONNXBytes) throws -> [Double] {
    var bytes = bytes
    bytes.outputs = ["z"]
    return try ONNXGraphTests.output(bytes, [0, 10, 20, 30, 40])
  }

  @Test func `a part is taken by lines, and what is beyond is filled`() throws {
    // Places 1, 2 and 3; then 2, 4 and 6, of which the last is beyond.
    #expect(
      try Self.output(Self.resize([0, 0, 0, 0.25, 1, 1, 1, 0.75], [1, 1, 1, 3])) == [10, 20, 30])
    #expect(
      try Self.output(
        Self.resize(
          [0, 0, 0, 0.5, 1, 1, 1, 1.5], [1, 1, 1, 3],
          [Node.attribute("extrapolation_value", number: -7)])) == [20, 40, -7])
    // One place is the middle of the part.
    #expect(try Self.output(Self.resize([0, 0, 0, 0.25, 1, 1, 1, 0.5], [1, 1, 1, 1])) == [15])
  }

  @Test func `parts of the batch are refused`() {
    let message = Fixture.message {
      _ = try Self.output(Self.resize([0.5, 0, 0, 0, 1, 1, 1, 1], [1, 1, 1, 3]))
    }
    #expect(
      message
        == "Node 'crop' (Resize) of 'm.onnx' crops the batch. The first side must stay the batch.")
  }
}
