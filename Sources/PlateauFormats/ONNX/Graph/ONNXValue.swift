import PlateauNetworks

/// A value that goes through a graph: as nodes see it, and as layers put it out.
struct ONNXValue {
  /// The layer that puts it out; nil for the input.
  var layer: Int?
  /// The shape that nodes see.
  var shape: ONNXShape
  /// Where each number of an example, in the order that nodes see, lies in what the layer puts out;
  /// nil where both orders are the same.
  var order: [Int]?
  /// Zeros that nodes see around an image, and that the next layer has to put there.
  var padding = Window.Padding()
  /// Whether several nodes take it, or what it is a view of: its layer must stay as it is.
  var isShared = false
  /// The node that turned it into probabilities; only views of it are possible then.
  var softmax: String?
  /// What it did.
  var ending = ModelInterface.Ending.logits

  /// Whether nodes see zeros around it.
  var isPadded: Bool { padding != Window.Padding() }

  /// The value in another shape.
  func viewed(as shape: ONNXShape) -> ONNXValue {
    var result = self
    result.shape = shape
    return result
  }
}

/// What a name in a graph stands for.
enum ONNXOperand {
  case value(ONNXValue)
  case constant(ONNXConstant)
}
