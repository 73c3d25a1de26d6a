extension ONNXNode {
  /// Why a node's operation is refused, and what can be done.
  var unsupportedOperation: FormatError {
    switch proto.opType {
    case "Softmax", "LogSoftmax":
      unsupported(
        "turns logits into probabilities, but attacks need logits",
        "Export the network without it.")
    case "Dropout", "BatchNormalization":
      unsupported(
        "is an operation that is not read",
        proto.opType == "Dropout"
          ? "Export the network in evaluation mode."
          : "Fold it into the layer before it: optimizers of ONNX files do so.")
    case "Sub", "Mul", "Div":
      unsupported(
        "is an operation that is not read",
        "Fold it into the weights and biases of the layer beside it.")
    case "Transpose", "Cast", "Shape", "Gather", "Concat", "Unsqueeze", "Squeeze", "Slice":
      unsupported(
        "is an operation that is not read",
        "Export the model with constants folded and, if it reshapes by a computed shape, with a "
          + "flattened input.")
    default:
      unsupported(
        "is an operation that is not read",
        "Dense networks are, of Gemm, MatMul, Add, Relu, Sigmoid, Tanh, Flatten, Reshape, Identity "
          + "and Constant.")
    }
  }
}
