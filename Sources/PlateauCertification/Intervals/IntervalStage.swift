import PlateauNetworks
import PlateauNumerics

/// One step of a network and the nonlinearity after it, with what bounds of it need.
struct IntervalStage: Sendable {
  enum Operation: Sendable {
    case dense(IntervalWeights)
    case convolution(IntervalWeights, PackedConvolution)
    case maxPooling(PoolingShape)
    case averagePooling(PoolingShape)
    case affine(IntervalAffine)
    /// The sum with another value.
    case add(other: Int)
    case reordering(toLast: Bool)
    case copy
  }

  let operation: Operation
  /// The value that it takes; 0 is the input.
  let source: Int
  /// The value that it makes.
  let value: Int
  let input: InputShape
  let output: InputShape
  let activation: Activation?
  let isHidden: Bool
  /// For rows that are mostly one number: of dense layers that take the input as it is.
  let panels: WeightPanels?

  var inputs: Int { input.count }
  var outputs: Int { output.count }
  var pixels: Int { output.height * output.width }

  /// The stages of a network.
  static func stages(of network: Network<Double>) -> [IntervalStage] {
    // Whether a value is the input, each number by itself.
    var isInput = [true]
    return network.architecture.stages.enumerated().map { index, stage in
      let takesInput = isInput[stage.source]
      let result = IntervalStage(
        stage, value: index + 1, network.parameters, takesInput: takesInput)
      isInput.append(takesInput && result.stretch != nil)
      return result
    }
  }

  private init(_ stage: Stage, value: Int, _ parameters: [Double], takesInput: Bool) {
    let operation = Self.operation(stage, parameters)
    self.operation = operation
    // Of fewer columns lists would save nothing.
    if takesInput, case .dense(let weights) = operation, weights.inputs >= 32 {
      panels = WeightPanels(weights)
    } else {
      panels = nil
    }
    source = stage.source
    self.value = value
    input = stage.input
    output = stage.output
    activation = stage.activation
    isHidden = stage.hidden != nil
  }

  private static func operation(_ stage: Stage, _ parameters: [Double]) -> Operation {
    switch stage.operation {
    case .dense(let weight, let bias):
      .dense(
        IntervalWeights(
          parameters, weight: weight, bias: bias, inputs: stage.inputs, outputs: stage.outputs))
    case .convolution(let shape, let weight, let bias):
      convolution(
        shape,
        IntervalWeights(
          parameters, weight: weight, bias: bias, inputs: shape.weightCount / shape.filters,
          outputs: shape.filters))
    case .maxPooling(let shape): .maxPooling(shape)
    case .averagePooling(let shape): .averagePooling(shape)
    case .normalization(let constants): .affine(IntervalAffine(constants))
    case .batchNormalization(let offsets):
      .affine(IntervalAffine(offsets, channels: stage.output.channels, parameters))
    case .add(let other): .add(other: other)
    case .channelsLast: .reordering(toLast: true)
    case .channelsFirst: .reordering(toLast: false)
    case .copy: .copy
    }
  }

  private static func convolution(
    _ shape: ConvolutionShape, _ weights: IntervalWeights
  ) -> Operation { .convolution(weights, PackedConvolution(shape, weights)) }

  /// The last stage with z_label − z_k in place of the logits, for each k.
  ///
  /// - Precondition: it is dense.
  func margins(of label: Int) -> IntervalStage {
    guard case .dense(let weights) = operation else {
      preconditionFailure("logits come from a dense layer")
    }
    return IntervalStage(self, .dense(weights.margins(of: label)))
  }

  private init(_ other: IntervalStage, _ operation: Operation) {
    self.operation = operation
    source = other.source
    value = other.value
    input = other.input
    output = other.output
    activation = other.activation
    isHidden = other.isHidden
    panels = nil
  }

  /// How far apart, at most, two results are in ℓ2 whose sources are 1 apart; nil where that is of
  /// no use: boxes say as much.
  var stretch: Double? {
    guard activation == nil else { return nil }
    switch operation {
    case .affine(let map): return map.largestFactor
    case .reordering, .copy: return 1
    case .dense, .convolution, .maxPooling, .averagePooling, .add: return nil
    }
  }
}
