/// Why the gradient of an example with respect to its input is exactly zero.
///
/// Hidden layers are numbered from 1 at the input; then comes the one that gives the logits. What
/// lies between two of them, such as pooling, counts with the one nearer to the output. Where a
/// network has branches a cause is what happened to the last of them that had a signal. Only
/// ``deadUnits(layer:)`` and ``flat`` are properties of the network: there the gradient is zero in
/// exact arithmetic too. All others belong to the arithmetic, and say nothing about robustness.
public enum ZeroGradientCause: Sendable, Hashable {
  /// Softmax rounded to 0 and 1, so that the loss has no gradient to begin with.
  case softmaxSaturation
  /// The slopes of the layer rounded to 0 wherever a signal arrived, but are not 0.
  case slopeUnderflow(layer: Int)
  /// The slopes of the layer are not all 0, but products with them or with weights rounded to 0.
  case signalUnderflow(layer: Int)
  /// A softmax inside, such as that of attention, rounded to 0 and 1 before the layer, or in it.
  case attentionSaturation(layer: Int)
  /// The other factor of a product of values, such as a gate, rounded to 0, but is not 0.
  case factorUnderflow(layer: Int)
  /// The signal meets only units of the layer whose slope is 0: ReLU at or below 0.
  case deadUnits(layer: Int)
  /// Zero in exact arithmetic for another reason, such as weights that are zero.
  case flat

  /// Whether exact arithmetic would give zero as well.
  public var isOfNetwork: Bool {
    switch self {
    case .deadUnits, .flat: true
    case .softmaxSaturation, .slopeUnderflow, .signalUnderflow, .attentionSaturation,
      .factorUnderflow:
      false
    }
  }

  /// The layer, from 1 at the input; nil where the cause has none.
  public var layer: Int? {
    switch self {
    case .slopeUnderflow(let layer), .signalUnderflow(let layer), .deadUnits(let layer),
      .attentionSaturation(let layer), .factorUnderflow(let layer):
      layer
    case .softmaxSaturation, .flat: nil
    }
  }

  /// The kind of the cause in words, without its layer.
  public var words: String {
    switch self {
    case .softmaxSaturation: "softmax saturation"
    case .slopeUnderflow: "slope underflow"
    case .signalUnderflow: "signal underflow"
    case .attentionSaturation: "attention saturation"
    case .factorUnderflow: "factor underflow"
    case .deadUnits: "dead units"
    case .flat: "exactly flat"
    }
  }

  /// From the output inwards, as causes are looked for.
  var order: Int {
    switch self {
    case .softmaxSaturation: 0
    case .slopeUnderflow: 1
    case .signalUnderflow: 2
    case .attentionSaturation: 3
    case .factorUnderflow: 4
    case .deadUnits: 5
    case .flat: 6
    }
  }
}

extension ZeroGradientCause: CustomStringConvertible {
  /// The cause with its layer, such as `slope underflow in layer 2`.
  public var description: String { words + (layer.map { " in layer \($0)" } ?? "") }
}
