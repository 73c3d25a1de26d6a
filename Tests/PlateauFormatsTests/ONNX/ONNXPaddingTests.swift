import PlateauFormats
import Testing

@Suite("Zeros around images in ONNX graphs")
struct ONNXPaddingTests {
  typealias Case = ONNXGraphTests.Case
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  private static let ones = Tensor(name: "k", sides: [1, 1, 3], values: [1, 1, 1])

  private static func pad(
    _ input: String, _ output: String, _ pads: [Int64], _ others: [[UInt8]] = []
  ) -> Node {
    Node(
      operation: "Pad", inputs: [input], output: output,
      attributes: [Node.attribute("pads", integers: pads)] + others)
  }

  private static func pool(
    _ kind: String, _ input: String, _ output: String, _ side: Int64, _ stride: Int64,
    _ others: [[UInt8]] = []
  ) -> Node {
    Node(
      operation: kind, inputs: [input], output: output,
      attributes: [
        Node.attribute("kernel_shape", integers: [side]),
        Node.attribute("strides", integers: [stride]),
      ] + others)
  }

  private static func convolution(_ input: String, _ output: String, _ mode: String) -> Node {
    Node(
      operation: "Conv", inputs: [input, "k"], output: output,
      attributes: [
        Node.attribute("auto_pad", text: mode), Node.attribute("strides", integers: [2]),
      ])
  }

  private static func flat(_ input: String) -> Node {
    Node(operation: "Flatten", inputs: [input], output: "y")
  }

  /// Of an input of shape 1×3, (−1, 2, −4).
  static let cases: [Case] = [
    // The sigmoids stay where they are: a logit of 0 would be a probability of ½.
    Case(
      "behind sigmoids at the end",
      [0, 0.2689414213699951, 0.8807970779778823, 0.01798620996209156],
      [
        Node(operation: "Sigmoid", inputs: ["x"], output: "s"), pad("s", "p", [0, 0, 1, 0, 0, 0]),
        flat("p"),
      ], opset: 7),
    // The padded row is (−1, 2, −4, 0), which needs one zero more.
    Case(
      "SAME_UPPER of the padded size", [-3, -4],
      [pad("x", "p", [0, 0, 0, 0, 0, 1]), convolution("p", "c", "SAME_UPPER"), flat("c")], [ones],
      opset: 7),
    Case(
      "SAME_LOWER of the padded size", [1, -2],
      [pad("x", "p", [0, 0, 0, 0, 0, 1]), convolution("p", "c", "SAME_LOWER"), flat("c")], [ones],
      opset: 7),
    Case(
      "a largest value of what is never negative", [0, 2],
      [
        Node(operation: "Relu", inputs: ["x"], output: "r"), pad("r", "p", [0, 0, 1, 0, 0, 0]),
        pool("MaxPool", "p", "m", 2, 2), flat("m"),
      ], opset: 7),
    Case(
      "a largest value of what can be negative", [0, 2, 0],
      [pad("x", "p", [0, 0, 1, 0, 0, 2]), pool("MaxPool", "p", "m", 2, 2), flat("m")], opset: 7),
    Case(
      "a mean that counts the zeros of two Pads", [-0.5, -1, 0],
      [
        pad("x", "p", [0, 0, 1, 0, 0, 0]), pad("p", "q", [0, 0, 0, 0, 0, 2]),
        pool("AveragePool", "q", "m", 2, 2), flat("m"),
      ], opset: 7),
    Case(
      "a mean with its own padding after a Pad", [0, 0.5, -4],
      [
        pad("x", "p", [0, 0, 1, 0, 0, 0]),
        pool("AveragePool", "p", "m", 2, 2, [Node.attribute("pads", integers: [1, 1])]), flat("m"),
      ], opset: 7),
    Case(
      "zeros that a layer sees", [0, 0, -1, 2, -4, 0],
      [pad("x", "p", [0, 0, 2, 0, 0, 1]), flat("p")], opset: 7),
    Case(
      "channels of zeros", [0, 0, 0, -1, 2, -4], [pad("x", "p", [0, 1, 0, 0, 0, 0]), flat("p")],
      opset: 7),
    Case(
      "a Pad taken twice", [0, -2, 4, -8],
      [
        pad("x", "p", [0, 0, 1, 0, 0, 0]), Node(operation: "Add", inputs: ["p", "p"], output: "s"),
        flat("s"),
      ], opset: 7),
    Case(
      "no zeros in any mode", [-1, 2, -4],
      [
        pad("x", "p", [0, 0, 0, 0, 0, 0], [Node.attribute("mode", text: "reflect")]), flat("p"),
      ], opset: 7),
    Case(
      "something cut off", [2, -4], [pad("x", "p", [0, 0, -1, 0, 0, 0]), flat("p")], opset: 7),
    Case(
      "numbers", [0.5, -1, 2, -4],
      [
        pad("x", "p", [0, 0, 1, 0, 0, 0], [Node.attribute("value", number: 0.5)]), flat("p"),
      ], opset: 7),
    Case(
      "edges", [-1, -1, 2, -4, -4, -4],
      [
        pad("x", "p", [0, 0, 1, 0, 0, 2], [Node.attribute("mode", text: "edge")]), flat("p"),
      ], opset: 7),
    Case(
      "reflections", [-4, 2, -1, 2, -4, 2],
      [
        pad("x", "p", [0, 0, 2, 0, 0, 1], [Node.attribute("mode", text: "reflect")]), flat("p"),
      ], opset: 7),
  ]

  @Test("They are where ONNX has them", arguments: cases)
  func values(_ test: Case) throws {
    let bytes = ONNXGraphTests.graph([-1, 1, 3], test.nodes, test.tensors, opset: test.opset)
    #expect(try ONNXGraphTests.output(bytes, [-1, 2, -4]) == test.expected)
  }

  static let refused: [(Node, String)] = [
    (
      pad("x", "p", [0, 0, 1, 0, 0, 0], [Node.attribute("mode", text: "mirror")]),
      "by [0, 0, 1, 0, 0, 0] with the mode 'mirror'. Read are the modes 'constant', 'edge', "
        + "'reflect' and 'wrap'."
    ),
    (
      pad("x", "p", [0, 0, 3, 0, 0, 0], [Node.attribute("mode", text: "reflect")]),
      "by [0, 0, 3, 0, 0, 0]. Export it with smaller pads."
    ),
    (
      pad("x", "p", [1, 0, 0, 0, 0, 0]),
      "by [1, 0, 0, 0, 0, 0], which adds examples. The first side must stay the batch."
    ),
  ]

  @Test("Other paddings are refused", arguments: refused)
  func refusals(_ node: Node, _ rest: String) {
    let bytes = ONNXGraphTests.graph([-1, 1, 3], [node, Self.flat("p")], opset: 7).bytes
    #expect(
      Fixture.message { _ = try ONNXFile(parsing: bytes, named: "m.onnx") }
        == "Node 0 (Pad) of 'm.onnx' pads a value of shape [?, 1, 3] \(rest)")
  }
}
