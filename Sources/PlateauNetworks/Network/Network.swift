public import PlateauNumerics

/// A feed-forward network: an architecture and the values of its parameters.
///
/// It is a value; copies share their memory until one is changed.
public struct Network<Element: Scalar>: Sendable, Hashable {
  /// The layers.
  public let architecture: Architecture
  /// All weights and biases in one buffer; see ``Architecture/layout`` for who is where.
  public var parameters: [Element] {
    didSet {
      precondition(parameters.count == architecture.layout.count, "the count is fixed")
    }
  }

  /// Creates a network from its parameters.
  ///
  /// - Throws: `NetworkError` if their number is not what the architecture needs, or one is not
  ///   finite.
  public init(_ architecture: Architecture, parameters: [Element]) throws(NetworkError) {
    guard parameters.count == architecture.layout.count else {
      throw NetworkError(
        "The architecture \(architecture.summary) has \(architecture.layout.count) parameters; "
          + "\(parameters.count) were given.")
    }
    let isFinite = Element.kernels.allFinite(count: parameters.count, of: parameters)
    for tensor in isFinite ? [] : architecture.layout.tensors {
      if let bad = parameters[tensor.range].firstIndex(where: { !$0.isFinite }) {
        throw NetworkError(
          "Tensor '\(tensor.name)' holds \(parameters[bad]) at index "
            + "\(bad - tensor.range.lowerBound); every parameter must be finite.")
      }
    }
    self.architecture = architecture
    self.parameters = parameters
  }

  /// Creates a network from as many parameters as it has, which may be any numbers.
  package init(_ architecture: Architecture, unchecked parameters: [Element]) {
    precondition(parameters.count == architecture.layout.count, "the count is fixed")
    self.architecture = architecture
    self.parameters = parameters
  }

  /// Creates a network with random parameters.
  public init(
    _ architecture: Architecture, initializer: Initializer,
    using generator: inout some RandomNumberGenerator
  ) {
    self.architecture = architecture
    parameters = initializer.parameters(for: architecture, using: &generator)
  }

  /// Creates the same network in another precision, its parameters rounded to nearest.
  public init<Other: Scalar>(_ other: Network<Other>) {
    architecture = other.architecture
    parameters = Self.converted(other.parameters)
  }

  /// Numbers in another precision, by kernels: a generic loop takes a hundred times as long.
  private static func converted<Other: Scalar>(_ values: [Other]) -> [Element] {
    // A cast would look at every element.
    if Other.self == Element.self { return unsafeBitCast(values, to: [Element].self) }
    let count = values.count
    return [Element](filling: count) { target in
      values.lend { source in
        if let source = source as? UnsafePointer<Float> {
          Element.kernels.fromSingles(count: count, source, into: target)
        } else if let target = target as? UnsafeMutablePointer<Float> {
          Other.kernels.toSingles(count: count, source, into: target)
        } else {
          for index in 0..<count { target[index] = Element(source[index]) }
        }
      }
    }
  }

  /// The values of one tensor.
  public subscript(tensor: ParameterLayout.Tensor) -> ArraySlice<Element> {
    parameters[tensor.range]
  }

  /// The network with weights and biases of every layer but that which makes the logits multiplied
  /// by a gain.
  ///
  /// Of a layer before batch normalization the latter's scale and shift are multiplied instead; a
  /// value that is added to a sum without a layer in between is not. For sigmoid-like units this
  /// sharpens every nonlinearity, which hardly moves a decision but shrinks the slopes.
  public func multiplyingHiddenLayers(by gain: Element) -> Network {
    var result = self
    let stages = architecture.stages
    for (index, stage) in stages.enumerated() where index != architecture.logitStage {
      if let offsets = stage.batchStatistics {
        result.multiply(offsets.scale, stage.output.channels, by: gain)
        result.multiply(offsets.shift, stage.output.channels, by: gain)
      }
      if !stages.isNormalized(index) { result.multiplyLayer(of: stage, by: gain) }
    }
    return result
  }

  /// Multiplies the weights and biases of a stage, if it has any.
  mutating func multiplyLayer(of stage: Stage, by factor: Element) {
    guard let weight = stage.weight else { return }
    let tensor = architecture.layout.tensors.first { $0.range.lowerBound == weight }
    multiply(weight, tensor?.range.count ?? 0, by: factor)
    if let bias = stage.bias { multiply(bias, stage.output.channels, by: factor) }
  }

  /// Multiplies parameters that lie one after the other.
  private mutating func multiply(_ offset: Int, _ count: Int, by factor: Element) {
    for index in offset..<offset + count { parameters[index] *= factor }
  }

  /// The network with weights and biases of the last layer multiplied by a factor.
  ///
  /// No decision changes, but softmax rounds to 0 and 1 and its gradient to 0. Where the last layer
  /// is not dense, another one follows that multiplies what it puts out.
  ///
  /// - Precondition: the factor is positive and finite.
  public func multiplyingLogits(by factor: Element) -> Network {
    guard let first = architecture.stages[architecture.stages.count - 1].weight else {
      let channels = architecture.layerShapes[architecture.layers.count - 1].channels
      let scaling = ChannelNormalization(
        means: Array(repeating: 0, count: channels),
        deviations: Array(repeating: 1 / Double(factor), count: channels))
      let layers = architecture.layers + [.normalization(scaling)]
      guard let scaled = try? Architecture(input: architecture.input, layers: layers) else {
        preconditionFailure("the factor is positive and finite")
      }
      return Network(scaled, unchecked: parameters)
    }
    var result = self
    for index in first..<parameters.count { result.parameters[index] *= factor }
    return result
  }
}
