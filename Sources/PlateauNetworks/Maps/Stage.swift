package import PlateauNumerics

/// One step of a pass: an operation, and the nonlinearity that follows it directly.
///
/// Stage *i* makes value *i* + 1; value 0 is the input. Images lie in memory with their channels
/// last, vectors as they are, and the input as users have it, with channels first.
package struct Stage: Sendable {
  /// What it computes: all linear maps are the same to passes.
  package enum Operation: Sendable {
    case linear(any LinearMap)
    case maximum(MaxPooling)
    case nonlinear(any NonlinearMap)
  }

  /// The index of the layer, for messages.
  package let layer: Int
  package let operation: Operation
  /// The values that it takes; at least one.
  package let sources: [Int]
  /// The shape of the first of them.
  package let input: InputShape
  package let output: InputShape
  package var activation: Activation?
  /// The index of the layer that the nonlinearity is.
  package var activationLayer: Int?
  /// The index among hidden layers, if it is one.
  package var hidden: Int?
  /// Where the weight of a dense layer or a convolution begins.
  package let weight: Int?
  /// Where the bias of each output channel begins.
  package let bias: Int?
  package let isDense: Bool

  init(
    layer: Int, operation: Operation, sources: [Int], input: InputShape, output: InputShape
  ) {
    self.layer = layer
    self.operation = operation
    self.sources = sources
    self.input = input
    self.output = output
    let map: (any LinearMap)? = if case .linear(let map) = operation { map } else { nil }
    weight = map?.weight?.lowerBound
    bias = map?.bias?.lowerBound
    isDense = map?.isDense ?? false
  }

  /// The first value that it takes.
  package var source: Int { sources[0] }
  package var inputs: Int { input.count }
  package var outputs: Int { output.count }
  /// The pixels of what it makes.
  package var pixels: Int { output.height * output.width }

  /// Its linear map; nil where it has none.
  package var linear: (any LinearMap)? {
    if case .linear(let map) = operation { map } else { nil }
  }

  /// Its maximum; nil where it has none.
  package var maximum: MaxPooling? {
    if case .maximum(let pooling) = operation { pooling } else { nil }
  }

  /// Its nonlinear map; nil where it has none.
  package var nonlinear: (any NonlinearMap)? {
    if case .nonlinear(let map) = operation { map } else { nil }
  }

  /// Whether it does more than move, add, scale or shift what it takes.
  var makesNewValues: Bool {
    switch linear?.arithmetic {
    case .exact, .copies, .pairs, .channels: false
    case nil, .averages, .differences, .products: true
    }
  }

  /// Of batch normalization, where its parameters lie.
  package var batchStatistics: NormalizationOffsets? { linear?.batchStatistics }

  /// Whether a bias or a nonlinearity is still to be applied.
  var needsFinish: Bool { bias != nil || activation != nil }
}

extension [Stage] {
  /// Whether a stage's output is normalized by batches.
  func isNormalized(_ stage: Int) -> Bool {
    contains { $0.batchStatistics != nil && $0.source == stage + 1 }
  }
}
