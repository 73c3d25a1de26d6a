import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// What is refused of operations on constants, and of values whose batch lies elsewhere; what is read is
/// compared in ``ONNXOperatorTests``.
@Suite("Constants and detours in ONNX graphs")
struct ONNXConstantTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  static func message(
    _ input: [Int64], _ nodes: [Node], _ tensors: [Tensor] = []
  ) -> String? {
    Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph(input, nodes, tensors).bytes, named: "m.onnx")
    }
  }

  static func perm(_ order: Int64...) -> [[UInt8]] { [Node.attribute("perm", integers: order)] }

  static func einsum(_ equation: String, _ inputs: String...) -> Node {
    Node(
      operation: "Einsum", inputs: inputs, output: "y", name: "e",
      attributes: [Node.attribute("equation", text: equation)])
  }

  static let weights = Tensor(name: "w", sides: [3, 2], values: [1, 2, 3, 4, 5, 6])

  @Test func `constants of another precision are moved and turned into that of the model`() throws {
    let raw = withUnsafeBytes(of: (0.1).bitPattern.littleEndian) { Array($0) }
    let third = ONNXBytes.Tensor(name: "c", sides: [1], type: 11, raw: raw)
    let nodes = [
      ONNXBytes.Node(operation: "Expand", inputs: ["c", "sides"], output: "e"),
      ONNXBytes.Node(
        operation: "Cast", inputs: ["e"], output: "f",
        attributes: [ONNXBytes.Node.attribute("to", integer: 1)]),
      ONNXBytes.Node(operation: "Mul", inputs: ["x", "f"], output: "y", name: "last"),
    ]
    let tensors = [third, ONNXGraphTests.integers("sides", [1, 2])]
    #expect(
      try ONNXGraphTests.output(ONNXGraphTests.graph([-1, 2], nodes, tensors), [1, 2])
        .map { Float($0) } == [0.1, 0.2])
    // Without the Cast it is refused where it is used.
    var direct = nodes
    direct[2].inputs = ["x", "e"]
    let message = Fixture.message {
      _ = try ONNXFile(
        parsing: ONNXGraphTests.graph([-1, 2], direct, tensors).bytes, named: "m.onnx")
    }
    #expect(
      message?.contains(
        "holds double values in a model of float ones. Export it again in one precision.")
        == true)
  }

  @Test func `a batch that does not come back is refused where it left`() {
    let turned = Node(
      operation: "Transpose", inputs: ["x"], output: "t", name: "t", attributes: Self.perm(1, 0, 2))
    let mixed =
      "Node 't' (Transpose) of 'm.onnx' reshapes a value of shape [?, 3, 4], which mixes the examples of "
      + "a batch. The first side must stay the batch."
    #expect(
      Self.message(
        [-1, 3, 4], [turned, Node(operation: "Relu", inputs: ["t"], output: "y")]) == mixed)
    #expect(
      Self.message(
        [-1, 3, 4],
        [
          turned,
          Node(
            operation: "Transpose", inputs: ["t"], output: "u", attributes: Self.perm(0, 2, 1)),
          Node(operation: "Identity", inputs: ["u"], output: "y"),
        ]) == mixed)
  }

  @Test func `equations that are no map of examples are refused`() {
    let start = "Node 'e' (Einsum) of 'm.onnx' "
    #expect(
      Self.message([-1, 3], [Self.einsum("bi,ci->bc", "x", "x")])
        == start
        + "has the equation 'bi,ci->bc'. Read are transpositions, sums, and products of two terms with "
        + "the batch in both.")
    #expect(
      Self.message([-1, 3], [Self.einsum("bi,bi,bi->bi", "x", "x", "x")])
        == start + "multiplies three values or more. Multiply two at a time.")
    #expect(
      Self.message([-1, 3], [Self.einsum("b...->b...", "x")])
        == start
        + "has the equation 'b...->b...'. Read are those of letters alone, each once in a term.")
    #expect(
      Self.message([-1, 3, 3], [Self.einsum("bii->bi", "x")])
        == start
        + "has the equation 'bii->bi'. Read are those of letters alone, each once in a term.")
    #expect(
      Self.message([-1, 3], [Self.einsum("bi,ij->j", "x", "w")], [Self.weights])
        == start
        + "takes a value of shape [?, 3] along its examples, which mixes those of a batch. The first "
        + "side must stay the batch.")
  }

  @Test func `places of all examples stay within each`() {
    // Range over twice the batch is none over the batch.
    let nodes = [
      Node(operation: "Shape", inputs: ["x"], output: "s"),
      Node(operation: "Gather", inputs: ["s", "zero"], output: "n"),
      Node(operation: "Range", inputs: ["zero", "n", "two"], output: "r", name: "r"),
      Node(operation: "Gather", inputs: ["x", "r"], output: "y"),
    ]
    #expect(
      Self.message(
        [-1, 3], nodes, [ONNXGraphTests.integers("zero", [0]), ONNXGraphTests.integers("two", [2])])
        == "Node 'r' (Range) of 'm.onnx' counts from or to what is no single number, or in too many "
        + "steps. Simplify the model.")
  }
}
