package import PlateauNumerics

/// One step of a pass: an operation, and the nonlinearity that follows it directly.
///
/// Stage *i* makes value *i* + 1; value 0 is the input. Images lie in memory with their channels
/// last, vectors as they are, and the input as users have it, with channels first.
package struct Stage: Sendable, Hashable {
  package enum Operation: Sendable, Hashable {
    /// Offsets of parameters into their buffer.
    case dense(weight: Int, bias: Int)
    case convolution(ConvolutionShape, weight: Int, bias: Int?)
    case maxPooling(PoolingShape)
    case averagePooling(PoolingShape)
    case normalization(ChannelNormalization)
    case batchNormalization(NormalizationOffsets)
    /// The sum with another value.
    case add(other: Int)
    case channelsLast
    case channelsFirst
    /// A copy, for a nonlinearity of a value that is used without it, too.
    case copy
  }

  /// The index of the layer, for messages.
  package let layer: Int
  package let operation: Operation
  /// The value that it takes.
  package let source: Int
  package let input: InputShape
  package let output: InputShape
  package var activation: Activation?
  /// The index among hidden layers, if it is one.
  package var hidden: Int?

  package var inputs: Int { input.count }
  package var outputs: Int { output.count }
  /// The pixels of what it makes.
  package var pixels: Int { output.height * output.width }

  /// Where the weight of a dense layer or a convolution lies.
  package var weight: Int? {
    switch operation {
    case .dense(let weight, _): weight
    case .convolution(_, let weight, _): weight
    default: nil
    }
  }

  /// Where the bias of each output channel lies.
  package var bias: Int? {
    switch operation {
    case .dense(_, let bias): bias
    case .convolution(_, _, let bias): bias
    default: nil
    }
  }

  /// Whether a bias or a nonlinearity is still to be applied.
  var needsFinish: Bool { bias != nil || activation != nil }

  package var isDense: Bool { if case .dense = operation { true } else { false } }
}

/// Where batch normalization has its parameters and its running means.
package struct NormalizationOffsets: Sendable, Hashable {
  package let scale: Int
  package let shift: Int
  package let mean: Int
  package let variance: Int
  package let epsilon: Double
}

extension Architecture {
  /// Whether a value is used twice.
  var hasBranches: Bool {
    stages.contains { if case .add = $0.operation { true } else { false } }
  }

  /// Memory for the winning pixels of each max pooling, by stage; nil for other stages.
  ///
  /// The caller deallocates it.
  func allocateWinners(capacity: Int) -> [UnsafeMutablePointer<Int32>?] {
    stages.map { stage in
      guard case .maxPooling = stage.operation else { return nil }
      let count = max(1, capacity * stage.outputs)
      let result = UnsafeMutablePointer<Int32>.allocate(capacity: count)
      result.initialize(repeating: 0, count: count)
      return result
    }
  }

  /// The max poolings of what a stage's nonlinearity makes.
  func maxPoolings(after stage: Int) -> [Int] {
    guard stages[stage].activation != nil else { return [] }
    return stages.indices.filter { index in
      guard case .maxPooling = stages[index].operation else { return false }
      return stages[index].source == stage + 1
    }
  }

  /// Whether a stage is a max pooling of what a nonlinearity makes.
  func isRouted(_ stage: Int) -> Bool {
    guard case .maxPooling = stages[stage].operation, stages[stage].source > 0 else { return false }
    return stages[stages[stage].source - 1].activation != nil
  }
}

extension [Stage] {
  /// Whether a stage's output is normalized by batches.
  func isNormalized(_ stage: Int) -> Bool {
    contains {
      if case .batchNormalization = $0.operation { $0.source == stage + 1 } else { false }
    }
  }
}
