public import PlateauNumerics

/// The shape of the input and the layers of a feed-forward network, as data.
///
/// A dense layer takes an image as a vector: channels, then rows, then columns. What the last layer
/// puts out are the logits, one for each class: mostly it is dense, but it can be any; those of an
/// image are counted in the same order.
///
/// ```swift
/// let architecture = try Architecture(
///   input: InputShape(channels: 1, height: 28, width: 28),
///   layers: [.dense(units: 200), .activation(.sigmoid), .dense(units: 10)])
/// ```
///
/// A **hidden layer** is what a nonlinearity makes, or a dense layer that has none, without the
/// logits.
public struct Architecture: Sendable {
  /// The shape of one example.
  public let input: InputShape
  /// The layers, from the input to the logits.
  public let layers: [Layer]
  /// The shape of what each layer puts out; units of a vector are its channels.
  public let layerShapes: [InputShape]
  /// What passes do, in order.
  package let stages: [Stage]
  /// The stages that make hidden layers.
  package let hiddenStages: [Int]
  /// Where each parameter lies in the buffer of a network.
  public let layout: ParameterLayout
  /// Whether every layer but nonlinearities is dense.
  public let isMultilayerPerceptron: Bool

  /// The largest number of values that a layer may have.
  package static let largestWidth = NetworkLimits.width

  /// Creates an architecture.
  ///
  /// - Throws: `NetworkError` that names the layer, if the layers do not fit together.
  public init(input: InputShape, layers: [Layer]) throws(NetworkError) {
    self.input = input
    self.layers = layers
    let builder = try StageBuilder(input: input, layers: layers)
    layerShapes = builder.shapes
    stages = builder.stages
    hiddenStages = builder.stages.indices.filter { builder.stages[$0].hidden != nil }
    layout = ParameterLayout(tensors: builder.tensors)
    isMultilayerPerceptron = builder.stages.allSatisfy(\.isDense)
  }

  /// The number of classes: of a network that is no classifier, 1.
  public var classCount: Int { stages[stages.count - 1].outputs }

  /// The shapes of the hidden layers, from the input on; units of a vector are its channels.
  public var hiddenShapes: [InputShape] { hiddenStages.map { stages[$0].output } }

  /// The numbers of hidden units, from the input on.
  public var hiddenWidths: [Int] { hiddenStages.map { stages[$0].outputs } }

  /// The nonlinearities of the hidden layers, from the input on; nil where a layer has none.
  public var hiddenActivations: [Activation?] { hiddenStages.map { stages[$0].activation } }

  /// Whether there are softmaxes inside, such as those of attention.
  public var hasSoftmaxes: Bool { !softmaxStages.isEmpty }

  /// The stages that are softmaxes inside.
  var softmaxStages: [Int] {
    stages.indices.dropLast().filter { stages[$0].nonlinear?.saturates == true }
  }

  /// The examples of a batch that one thread takes at a time in training.
  ///
  /// Enough for the speed of products; few enough for the cache to hold images.
  public var shardSize: Int { isMultilayerPerceptron ? 64 : 32 }

  /// The examples that go through a pass together elsewhere: of perceptrons 128, of images as many
  /// as a cache holds with their signals, and some more where weights do not fit there anyway.
  ///
  /// - Complexity: O(*layers*)
  package var passSize: Int {
    guard !isMultilayerPerceptron else { return 128 }
    let count = valueCount(upTo: stages.count - 1)
    let least = layout.count > 1 << 20 ? min(4, (1 << 28) / count) : 1
    return max(1, least, min(128, (1 << 22) / count))
  }

  /// The sizes from input to logits, such as `784-200-200-10` or `1×28×28-32×28×28-32×14×14-10`.
  public var summary: String {
    guard !isMultilayerPerceptron else {
      return ([input.count] + stages.map(\.outputs)).map(String.init).joined(separator: "-")
    }
    var sizes = [input.description]
    for stage in stages {
      guard stage.makesNewValues else { continue }
      sizes.append(stage.isDense ? String(stage.outputs) : stage.output.description)
    }
    return sizes.joined(separator: "-")
  }
}

extension Architecture: Hashable {
  /// Whether both have the same input and the same layers, from which all else follows.
  public static func == (first: Architecture, second: Architecture) -> Bool {
    first.input == second.input && first.layers == second.layers
  }

  /// Feeds the input and the layers to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(input)
    hasher.combine(layers)
  }
}

extension Architecture: Codable {
  private enum Key: String, CodingKey { case input, layers }

  /// Reads an architecture and checks that its layers fit.
  ///
  /// - Throws: `DecodingError` or `NetworkError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      input: container.decode(InputShape.self, forKey: .input),
      layers: container.decode([Layer].self, forKey: .layers))
  }

  /// Writes the input shape and the layers.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(input, forKey: .input)
    try container.encode(layers, forKey: .layers)
  }
}
