import PlateauNumerics

/// A value that goes through a graph: as nodes see it, and as layers put it out.
struct ONNXValue {
  /// Zeros before and after the numbers along one axis.
  struct Pad: Hashable {
    var before = 0
    var after = 0
  }

  /// The layer that puts it out; nil for the input.
  var layer: Int?
  /// The shape that nodes see.
  var shape: ONNXShape
  /// Where each number of an example, in the order that nodes see, lies in what the layer puts out;
  /// nil where both orders are the same.
  ///
  /// Zeros of a Pad have no place in it.
  var order: [Int]?
  /// Zeros that nodes see along each axis, and that a layer has yet to put there; empty without any.
  var pads: [Pad] = []
  /// Whether several nodes take it, or what it is a view of: its layer must stay as it is.
  var isShared = false
  /// The node that turned it into probabilities; only views of it are possible then.
  var softmax: String?
  /// How it has been quantized, where DequantizeLinear has yet to be done; only views of it are possible
  /// then, and its numbers are those that this will make.
  var quantization: ONNXQuantization?
  /// What it did.
  var ending = ModelInterface.Ending.logits
  /// Whether all of its numbers are zero, whatever the input is.
  var isZero = false
  /// Where its examples lie, where it is no row for each; the shape is as if it were.
  var detour: ONNXDetour?

  /// Whether nodes see zeros around it.
  var isPadded: Bool { !pads.isEmpty }

  /// The sides without the zeros around it.
  var ownSides: [Int?] {
    guard isPadded else { return shape.sides }
    return zip(shape.sides, pads).map { side, pad in side.map { $0 - pad.before - pad.after } }
  }

  /// The value in another shape.
  func viewed(as shape: ONNXShape) -> ONNXValue {
    var result = self
    result.shape = shape
    return result
  }

  /// The value with its axes in another order, the first in its place.
  func transposed(_ permutation: [Int]) -> ONNXValue {
    var result = self
    let known = ownSides.dropFirst().map { $0 ?? 1 }
    var new = Permutation.order(known, permutation.dropFirst().map { $0 - 1 })
    if let order { for index in new.indices { new[index] = order[new[index]] } }
    result.order = new.elementsEqual(new.indices) ? nil : new
    result.shape = ONNXShape(form: shape.form, sides: permutation.map { shape.sides[$0] })
    if isPadded { result.pads = permutation.map { pads[$0] } }
    return result
  }
}

/// What a name in a graph stands for.
enum ONNXOperand {
  case value(ONNXValue)
  case constant(ONNXConstant)
  case rows(ONNXRows)
}

/// How the network takes the input of a graph.
enum ONNXInputView: Hashable {
  /// In the shape that the file gives.
  case asGiven
  /// As an image, and where each of its values lies in the file's input; nil for the same order.
  case image(InputShape, places: [Int]?)
  /// An input of shape [n, 1] as one column of n values, not as n rows of one.
  case column
  /// An input of shape [steps, 1, n] as one sequence, not as so many examples.
  case beside
}
