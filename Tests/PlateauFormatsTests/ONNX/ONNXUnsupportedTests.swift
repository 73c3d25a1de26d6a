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

  static let read =
    "Read are Gemm, MatMul, Conv, Pad, BatchNormalization, MaxPool, AveragePool, GlobalAveragePool, "
    + "GlobalMaxPool, LpPool, ReduceMean, ReduceSum, ReduceMax, Clip, Abs, Ceil, Celu, Cos, Elu, Erf, "
    + "Exp, Floor, Gelu, HardSigmoid, HardSwish, LeakyRelu, Log, Mish, PRelu, Pow, Reciprocal, Relu, "
    + "Round, Selu, Sigmoid, Sign, Sin, Softplus, Softsign, Sqrt, Swish, Tanh, Add, Sub, Mul, Div, Neg, Sum, Max, Min, Flatten, Reshape, Squeeze, "
    + "Unsqueeze, Transpose, Concat, Split, Slice, Gather, Expand, Tile, Resize, DepthToSpace, "
    + "SpaceToDepth, Where, Greater, Less, GreaterOrEqual, LessOrEqual, Equal, Not, And, Or, Xor, "
    + "CumSum, Einsum, GatherND, GatherElements, ScatterElements, ScatterND, TopK, QuantizeLinear, DequantizeLinear, RNN, GRU, LSTM, Identity, Dropout, Cast, Softmax, "
    + "LogSoftmax, LayerNormalization, RMSNormalization, GroupNormalization, InstanceNormalization, "
    + "LpNormalization, LRN, Attention, ReduceMin, ReduceProd, ReduceL1, ReduceL2, ReduceSumSquare, ReduceLogSum, "
    + "ReduceLogSumExp, Mean, RandomNormal, RandomNormalLike, RandomUniform, RandomUniformLike and Constant."

  static let operations: [Case] = [
    operation("Sinh", "is an operation that is not read. \(read)"),
    operation(
      "ArgMax",
      "turns logits into classes, but attacks need logits. Export the network without it."),
    operation(
      "QLinearConv",
      "computes with integers, which is not read. Quantize the model in the QDQ format, such as by "
        + "quantize_static(..., quant_format=QuantFormat.QDQ) of ONNX Runtime: QuantizeLinear and "
        + "DequantizeLinear are read."),
    operation(
      "Bernoulli",
      "draws numbers at random by a distribution that is not read. Read are RandomNormal, RandomUniform and "
        + "those Like a value: compare one of these with the probability."),
    operation(
      "Loop",
      "makes the network depend on its input, or repeats a part of it. Export it for inputs of one "
        + "size, with that written out: RNN, GRU and LSTM of fixed length are read."),
    operation(
      "TopK",
      "takes [0] of 3 numbers of a value of shape [?, 3]. \(ONNXBadFileTests.damaged)"),
    operation("Conv", "has 1 inputs; it takes 2 to 3. \(ONNXBadFileTests.damaged)"),
    operation("BatchNormalization", "has 1 inputs; it takes 5. \(ONNXBadFileTests.damaged)"),
    operation(
      "MaxPool", "has no kernel_shape for a value of shape [?, 3]. \(ONNXBadFileTests.damaged)"),
    Case(
      "Node 1 (Softmax) of 'm.onnx' normalizes a value of shape [?, 3] along its side "
        + "9223372036854775807. The first side must stay the batch."
    ) {
      $0.nodes[1].operation = "Softmax"
      $0.nodes[1].attributes = [Node.attribute("axis", integer: .max)]
    },
    Case(
      "Node 'p' (MaxPool) of 'm.onnx' has a window of [-9223372036854775808]. Sides from 1 to 4096 "
        + "are possible."
    ) {
      $0.input = [-1, 2, 1]
      $0.nodes.insert(
        Node(
          operation: "MaxPool", inputs: ["x"], output: "p", name: "p",
          attributes: [Node.attribute("kernel_shape", integers: [.min])]), at: 0)
      $0.nodes[1].inputs[0] = "p"
    },
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
      "Node 'last' (Gemm) of 'm.onnx' takes 'q', which no node makes. "
        + ONNXBadFileTests.damaged
    ) { $0.nodes[2].inputs[0] = "q" },
    Case(
      "Node 1 (Sigmoid) of 'm.onnx' makes 'a', which another node makes, too. "
        + ONNXBadFileTests.damaged
    ) { $0.nodes[1].output = "a" },
    Case(
      "Node 1 (Add) of 'm.onnx' combines values of the shapes [?, 3] and [?, 2]. Both need as many "
        + "sides, of which each is the same or 1."
    ) {
      $0.nodes[1].operation = "Add"
      $0.nodes[1].inputs = ["a", "x"]
    },
    Case(
      "Node 1 (Add) of 'm.onnx' depends on what it makes itself. Graphs without cycles are read: export "
        + "the model again."
    ) {
      $0.nodes[1].operation = "Add"
      $0.nodes[1].inputs = ["a", "y"]
    },
    Case(
      "Node 'n' (Dropout) of 'm.onnx' drops at random, as in training. Export it for inference: in "
        + "PyTorch call model.eval() before torch.onnx.export."
    ) {
      $0.nodes[1] = Node(
        operation: "Dropout", inputs: ["a", "", "t"], output: "h", name: "n")
      $0.tensors.append(ONNXBytes.Tensor(name: "t", sides: [], type: 9, raw: [1]))
    },
    Case(
      "Node 'n' (BatchNormalization) of 'm.onnx' normalizes by the batch, as in training. Export it for "
        + "inference: in PyTorch call model.eval() before torch.onnx.export."
    ) {
      $0.nodes[1] = Node(
        operation: "BatchNormalization", inputs: ["a", "b0", "b0", "b0", "b0"], output: "h",
        name: "n", attributes: [Node.attribute("training_mode", integer: 1)])
    },
    Case(
      "Node 'n' (Clip) of 'm.onnx' limits values to 1.0000000150474662e+30, beside which they would lose "
        + "their digits. Leave out the limit, or give one below 1073741824."
    ) {
      $0.nodes[1] = Node(
        operation: "Clip", inputs: ["a"], output: "h", name: "n",
        attributes: [Node.attribute("max", number: 1e30)])
      $0.opset = 7
    },
    Case(
      "Node 'n' (Softmax) of 'm.onnx' normalizes a single number, which always gives 1. End the model in "
        + "a Sigmoid, or in one output for each class."
    ) {
      $0.nodes = [
        Node(operation: "MatMul", inputs: ["x", "w"], output: "h"),
        Node(operation: "Softmax", inputs: ["h"], output: "y", name: "n"),
      ]
      $0.tensors = [ONNXBytes.Tensor(name: "w", sides: [2, 1], values: [1, 2])]
    },
    Case(
      "Node 'p' (MaxPool) of 'm.onnx' has the auto_pad 'SAME_UPPER' and strides beyond its window, which "
        + "programs take differently. Give it pads."
    ) {
      $0.input = [-1, 2, 5]
      $0.nodes.insert(
        Node(
          operation: "MaxPool", inputs: ["x"], output: "p", name: "p",
          attributes: [
            Node.attribute("kernel_shape", integers: [1]),
            Node.attribute("strides", integers: [3]),
            Node.attribute("auto_pad", text: "SAME_UPPER"),
          ]), at: 0)
      $0.nodes[1].inputs[0] = "p"
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
      "Node 'first' (Gemm) of 'm.onnx' combines a constant of shape [2] with a value of shape [?, 3]. "
        + "One number for each unit, or for each channel, is needed, the same for all examples."
    ) { $0.nodes[0].inputs[2] = "b1" },
    Case(
      "Node 'first' (Gemm) of 'm.onnx' has 1 inputs; it takes 2 to 3. \(ONNXBadFileTests.damaged)"
    ) { $0.nodes[0].inputs = ["x"] },
    Case(
      "Node 'f' (Flatten) of 'm.onnx' reshapes a value of shape [?, 3, 2], which mixes the examples "
        + "of a batch. The first side must stay the batch."
    ) {
      $0.input = [-1, 3, 2]
      $0.nodes[0].inputs[0] = "f"
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
