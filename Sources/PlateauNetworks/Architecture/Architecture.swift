public import PlateauNumerics

/// The shape of the input and the layers of a feed-forward network, as data.
///
/// A dense layer takes an image as a vector: channels, then rows, then columns. The last layer is
/// dense and gives the logits, one for each class.
///
/// ```swift
/// let architecture = try Architecture(
///   input: InputShape(channels: 1, height: 28, width: 28),
///   layers: [.dense(units: 200), .activation(.sigmoid), .dense(units: 10)])
/// ```
public struct Architecture: Sendable, Hashable {
  /// The shape of one example.
  public let input: InputShape
  /// The layers, from the input to the logits.
  public let layers: [Layer]
  let stages: [DenseStage]
  /// Where each parameter lies in the buffer of a network.
  public let layout: ParameterLayout

  /// Creates an architecture.
  ///
  /// - Throws: `NetworkError` that names the layer, if the layers do not fit together.
  public init(input: InputShape, layers: [Layer]) throws(NetworkError) {
    self.input = input
    self.layers = layers
    let stages = try Self.stages(input: input, layers: layers)
    self.stages = stages
    layout = ParameterLayout(stages: stages)
  }

  /// A multilayer perceptron: dense layers of the given widths with one nonlinearity.
  ///
  /// - Throws: `NetworkError` if a width or the number of classes is not positive.
  public static func multilayerPerceptron(
    input: InputShape, widths: [Int], activation: Activation, classes: Int
  ) throws(NetworkError) -> Architecture {
    let hidden = widths.flatMap { [Layer.dense(units: $0), .activation(activation)] }
    return try Architecture(input: input, layers: hidden + [.dense(units: classes)])
  }

  /// The number of classes.
  public var classCount: Int { stages[stages.count - 1].outputs }

  /// The numbers of hidden units, from the input on.
  public var hiddenWidths: [Int] { stages.dropLast().map(\.outputs) }

  /// The nonlinearities of the hidden layers, from the input on; nil where a layer has none.
  public var hiddenActivations: [Activation?] { stages.dropLast().map(\.activation) }

  /// The sizes from input to logits, such as `784-200-200-10`.
  public var summary: String {
    ([input.count] + stages.map(\.outputs)).map(String.init).joined(separator: "-")
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
