extension ONNXNode {
  /// What to do with a model that was exported as in training.
  static let evaluationRemedy =
    "Export it for inference: in PyTorch call model.eval() before torch.onnx.export."

  /// Why a node's operation is refused, and what can be done.
  var unsupportedOperation: FormatError {
    switch proto.opType {
    case "ArgMax":
      unsupported(
        "turns logits into classes, but attacks need logits", "Export the network without it.")
    case "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger", "DynamicQuantizeLinear":
      unsupported(
        "computes with integers, which is not read",
        "Quantize the model in the QDQ format, such as by quantize_static(..., "
          + "quant_format=QuantFormat.QDQ) of ONNX Runtime: QuantizeLinear and DequantizeLinear are "
          + "read.")
    case "If", "Loop", "Scan":
      unsupported(
        "makes the network depend on its input, or repeats a part of it",
        "Export it for inputs of one size, with that written out: RNN, GRU and LSTM of fixed length "
          + "are read.")
    case "Bernoulli", "Multinomial":
      unsupported(
        "draws numbers at random by a distribution that is not read",
        "Read are RandomNormal, RandomUniform and those Like a value: compare one of these with the probability."
      )
    default:
      unsupported(
        "is an operation that is not read", Self.knownOperations)
    }
  }

  /// The operations that are read, as a sentence.
  static var knownOperations: String {
    "Read are \(known.dropLast().joined(separator: ", ")) and \(known.last ?? "")."
  }

  /// The operations that are read, by what they are for.
  private static let known = [
    "Gemm", "MatMul", "Conv", "Pad", "BatchNormalization", "MaxPool", "AveragePool",
    "GlobalAveragePool", "GlobalMaxPool", "LpPool", "ReduceMean", "ReduceSum", "ReduceMax", "Clip",
    "LeakyRelu", "Add", "Sub",
    "Mul", "Div", "Neg", "Sum", "Max", "Min", "Flatten", "Reshape", "Squeeze", "Unsqueeze",
    "Transpose", "Concat", "Split", "Slice", "Gather", "Expand", "Tile", "Resize", "DepthToSpace",
    "SpaceToDepth", "Where", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal", "Not",
    "And", "Or", "Xor", "CumSum", "Einsum", "GatherND", "GatherElements", "ScatterElements",
    "ScatterND", "TopK", "QuantizeLinear",
    "DequantizeLinear", "RNN",
    "GRU", "LSTM", "Identity", "Dropout",
    "Cast", "Softmax", "LogSoftmax", "LayerNormalization", "RMSNormalization",
    "GroupNormalization", "InstanceNormalization", "LpNormalization", "LRN", "Attention",
    "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
    "ReduceLogSumExp", "Mean", "RandomNormal", "RandomNormalLike", "RandomUniform",
    "RandomUniformLike", "Constant",
  ].flatMap { name in
    // Beside each other: all that act on each value by itself.
    name == "LeakyRelu" ? ONNXImport.functionNames : [name]
  }
}
