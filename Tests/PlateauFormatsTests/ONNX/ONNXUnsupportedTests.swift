import PlateauFormats
import PlateauNetworks
import Testing

@Suite("ONNX graphs that are not supported")
struct ONNXUnsupportedTests {
  typealias Case = ONNXBadFileTests.Case
  typealias Node = ONNXBytes.Node

  /// Replaces the sigmoid by a node of another operation.
  static func operation(_ name: String, _ rest: String) -> Case {
    Case("Node 'n' (\(name)) of 'm.onnx' \(rest)") {
      $0.nodes[1].operation = name
      $0.nodes[1].name = "n"
    }
  }

  static let operations: [Case] = [
    operation(
      "Softmax",
      "turns logits into probabilities, but attacks need logits. Export the network without it."),
    operation(
      "Conv",
      "is an operation that is not read. Dense networks are, of Gemm, MatMul, Add, Relu, Sigmoid, "
        + "Tanh, Flatten, Reshape, Identity and Constant."),
    operation(
      "Dropout", "is an operation that is not read. Export the network in evaluation mode."),
    operation(
      "BatchNormalization",
      "is an operation that is not read. Fold it into the layer before it: optimizers of ONNX "
        + "files do so."),
    operation(
      "Sub",
      "is an operation that is not read. Fold it into the weights and biases of the layer beside "
        + "it."),
    operation(
      "Transpose",
      "is an operation that is not read. Export the model with constants folded and, if it "
        + "reshapes by a computed shape, with a flattened input."),
    Case(
      "Node 1 (Sigmoid) of 'm.onnx' belongs to the domain 'com.microsoft'. Export the model with "
        + "the standard operations only."
    ) { $0.nodes[1].domain = "com.microsoft" },
    Case(
      "Node 'first' (Gemm) of 'm.onnx' has the attribute 'broadcast', which is not known. Export "
        + "it again with a newer opset."
    ) { $0.nodes[0].attributes = [Node.attribute("broadcast", integer: 1)] },
  ]

  static let chains: [Case] = [
    Case(
      "Node 'skip' (Add) of 'm.onnx' takes 'a', which another node has taken: the graph branches. "
        + "Only plain chains of layers are read."
    ) {
      $0.nodes[2].inputs[0] = "s"
      $0.nodes.insert(
        Node(operation: "Add", inputs: ["h", "a"], output: "s", name: "skip"), at: 2)
    },
    Case(
      "Node 'last' (Gemm) of 'm.onnx' takes 'q', which no node before it makes. "
        + ONNXBadFileTests.damaged
    ) { $0.nodes[2].inputs[0] = "q" },
    Case(
      "Node 1 (Sigmoid) of 'm.onnx' makes 'a', which is there already. \(ONNXBadFileTests.damaged)"
    ) { $0.nodes[1].output = "a" },
    Case(
      "Node 'shift' (Add) of 'm.onnx' adds to the input. Fold the constant into the biases of the "
        + "next dense layer."
    ) {
      $0.nodes[0].inputs[0] = "s"
      $0.nodes.insert(
        Node(operation: "Add", inputs: ["x", "b1"], output: "s", name: "shift"), at: 0)
    },
    Case(
      "Node 2 (Tanh) of 'm.onnx' follows another nonlinearity. A nonlinearity must follow a dense "
        + "layer: leave the node out, or put a dense layer between."
    ) {
      $0.nodes[1].output = "s"
      $0.nodes.insert(Node(operation: "Tanh", inputs: ["s"], output: "h"), at: 2)
    },
    Case(
      "Node 0 (Tanh) of 'm.onnx' acts on the input. A nonlinearity must follow a dense layer: "
        + "leave the node out, or put a dense layer between."
    ) {
      $0.nodes[0].inputs[0] = "t"
      $0.nodes.insert(Node(operation: "Tanh", inputs: ["x"], output: "t"), at: 0)
    },
    Case(
      "Node 'last' (Gemm) of 'm.onnx' multiplies a value of shape [?, 3] by a matrix for 2 values. "
        + ONNXBadFileTests.damaged
    ) { $0.nodes[2].attributes = [] },
    Case(
      "Node 'first' (Gemm) of 'm.onnx' takes a value of shape [?, 1, 2]; Gemm multiplies matrices. "
        + "Put a Flatten before it."
    ) { $0.input = [-1, 1, 2] },
    Case(
      "Node 'first' (Gemm) of 'm.onnx' multiplies a value of shape [?, 2] from the left, which "
        + "mixes the examples of a batch. Export the layer as x·W + b, with the batch as the first "
        + "side."
    ) { $0.nodes[0].attributes.append(Node.attribute("transA", integer: 1)) },
    Case(
      "Node 'first' (Gemm) of 'm.onnx' adds a constant of shape [2] to a value of shape [?, 3]. "
        + "Only one number for each unit can be added: export the layer with a bias."
    ) { $0.nodes[0].inputs[2] = "b1" },
    Case(
      "Node 'first' (Gemm) of 'm.onnx' has 1 inputs; it takes 2 to 3. \(ONNXBadFileTests.damaged)"
    ) { $0.nodes[0].inputs = ["x"] },
    Case(
      "Node 'f' (Flatten) of 'm.onnx' reshapes a value of shape [?, 3, 2], which mixes the examples "
        + "of a batch. The first side must stay the batch."
    ) {
      $0.input = [-1, 3, 2]
      $0.nodes.insert(
        Node(
          operation: "Flatten", inputs: ["x"], output: "f", name: "f",
          attributes: [Node.attribute("axis", integer: 2)]), at: 0)
    },
  ]

  @Test("Each is refused with a message", arguments: operations + chains)
  func refused(_ bad: Case) throws {
    var bytes = ONNXBytes()
    bad.change(&bytes)
    let all = bytes.bytes
    #expect(
      Fixture.message { _ = try ONNXFile(parsing: all, named: "m.onnx").network() } == bad.message)
  }
}
