import PlateauNetworks
import PlateauNumerics

/// One step of a network and the nonlinearity after it, with what bounds of it need.
///
/// A step is a linear map or a maximum, then a factor and a bias for each channel, then the
/// nonlinearity; most have the factor 1.
final class IntervalStage: Sendable {
  /// The linear map, without its bias; nil of a maximum.
  ///
  /// Of a map of channels it is the identity.
  let map: IntervalMap?
  /// The maximum; nil of a linear map.
  let maximum: MaxPooling?
  /// The nonlinear map; nil of others.
  let nonlinear: (any NonlinearMap)?
  /// How the sums of the linear map are rounded; nil of others.
  let arithmetic: LinearArithmetic?
  /// Where sums are of products with weights: these.
  let weights: IntervalWeights?
  /// Of a map of channels: its factors and biases.
  let affine: IntervalAffine?
  let isDense: Bool

  /// The values that it takes; 0 is the input.
  let sources: [Int]
  /// The value that it makes.
  let value: Int
  let input: InputShape
  let output: InputShape
  let activation: Activation?
  let isHidden: Bool
  /// For rows that are mostly one number: of dense layers that take the input as it is.
  let panels: WeightPanels?

  /// By channel, what a stage makes of what its operation makes.
  let lines: [ChannelLine]

  /// factor · o + bias, and a bound of the error.
  typealias ChannelLine = (factor: Double, bias: Double, error: Double)

  /// The first value that it takes.
  var source: Int { sources[0] }
  var inputs: Int { input.count }
  var outputs: Int { output.count }
  var pixels: Int { output.height * output.width }
  /// The weights of a dense layer.
  var matrix: IntervalWeights? { isDense ? weights : nil }
  /// The products that it adds up for one example.
  var multiplyAdds: Double { Double(map?.map.multiplyAdds ?? nonlinear?.multiplyAdds ?? 0) }

  /// The stages of a network.
  static func stages(of network: Network<Double>) -> [IntervalStage] {
    let parameters = ParameterBuffer(network.parameters)
    // Whether a value is the input, each number by itself.
    var isInput = [true]
    return network.architecture.stages.enumerated().map { index, stage in
      let takesInput = isInput[stage.source]
      let result = IntervalStage(stage, value: index + 1, parameters, takesInput: takesInput)
      isInput.append(takesInput && result.lipschitzConstant != nil)
      return result
    }
  }

  private init(_ stage: Stage, value: Int, _ parameters: ParameterBuffer, takesInput: Bool) {
    let linear = stage.linear
    maximum = stage.maximum
    nonlinear = stage.nonlinear
    arithmetic = linear?.arithmetic
    affine =
      if case .channels(let map) = arithmetic { IntervalAffine(map, parameters) } else { nil }
    let map = affine == nil ? linear : Sum.copy(count: stage.outputs)
    self.map = map.map { IntervalMap($0, parameters) }
    let weights = linear.flatMap { IntervalWeights(parameters, $0, outputs: stage.output.channels) }
    self.weights = weights
    isDense = stage.isDense
    // Of fewer columns lists would save nothing.
    panels =
      takesInput && stage.isDense && stage.inputs >= 32 ? weights.map { WeightPanels($0) } : nil
    sources = stage.sources
    self.value = value
    input = stage.input
    output = stage.output
    activation = stage.activation
    isHidden = stage.hidden != nil
    lines = Self.lines(affine, weights, channels: stage.output.channels)
  }

  private static func lines(
    _ affine: IntervalAffine?, _ weights: IntervalWeights?, channels: Int
  ) -> [ChannelLine] {
    (0..<channels).map { affine?.line($0) ?? (1, weights?.biases[$0] ?? 0, 0) }
  }

  /// The last stage with z_label − z_k in place of the logits, for each k.
  ///
  /// - Precondition: it is dense.
  func margins(of label: Int) -> IntervalStage {
    guard let matrix else { preconditionFailure("logits come from a dense layer") }
    return IntervalStage(self, margins: ParameterBuffer(matrix.margins(of: label)))
  }

  private init(_ other: IntervalStage, margins: ParameterBuffer) {
    let dense = Dense(inputs: other.inputs, outputs: other.outputs)
    map = IntervalMap(dense, margins)
    weights = IntervalWeights(margins, dense, outputs: other.outputs)
    (maximum, nonlinear) = (nil, nil)
    (arithmetic, affine) = (dense.arithmetic, nil)
    isDense = true
    sources = other.sources
    value = other.value
    input = other.input
    output = other.output
    activation = other.activation
    isHidden = other.isHidden
    panels = nil
    lines = Self.lines(nil, weights, channels: other.output.channels)
  }

  /// How far apart, at most, two results are in ℓ2 whose sources are 1 apart; nil where that is of
  /// no use: boxes say as much.
  var lipschitzConstant: Double? {
    // Of several sources each can move by 1.
    guard activation == nil, sources.count == 1, let arithmetic else { return nil }
    return switch arithmetic {
    case .exact: 1
    case .channels: affine?.largestFactor
    case .copies, .pairs, .averages, .differences, .products: nil
    }
  }

  /// What a stage makes of what its operation makes: factor · o + bias, and a bound of the error.
  @inline(__always)
  func affine(channel: Int) -> ChannelLine { lines[channel] }
}
