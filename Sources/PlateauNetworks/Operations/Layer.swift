/// One layer of an architecture, as data: an operation, and what it takes.
///
/// A layer takes what the one before it puts out, or what earlier ones do, so that a list of layers
/// is a graph.
///
/// ```swift
/// // A residual block whose shortcut is a 1×1 convolution.
/// let block: [Layer] = [
///   .activation(.relu),                                                        // 0
///   .convolution(Convolution(channels: 32, window: Window(3, stride: 2, padding: 1))),
///   .activation(.relu),
///   .convolution(Convolution(channels: 32, window: Window(3, padding: 1))),    // 3
///   Layer(.convolution(Convolution(channels: 32, window: Window(1, stride: 2))), of: .layer(0)),
///   .add(layer: 3),
///   .activation(.relu),
/// ]
/// ```
public struct Layer: Sendable, Hashable {
  /// What a layer takes.
  public enum Source: Sendable, Hashable {
    /// What the layer before puts out; of the first, the input of the network.
    case previous
    /// The input of the network.
    case input
    /// What an earlier layer puts out.
    case layer(Int)
  }

  /// What it computes.
  public let operation: Operation
  /// What it takes, in order.
  public let sources: [Source]

  /// Creates a layer; sources that do not fit are refused when an architecture is made.
  public init(_ operation: Operation, of sources: Source...) {
    self.init(operation, of: sources)
  }

  /// Creates a layer that takes any number of values.
  public init(_ operation: Operation, of sources: [Source]) {
    self.operation = operation
    self.sources = sources.isEmpty ? [.previous] : sources
  }
}

extension Layer {
  /// y = W·x + b of what the layer before puts out, with W of shape `[units, inputs]`; an image is
  /// taken as a vector.
  public static func dense(units: Int) -> Layer { Layer(.dense(units: units)) }
  /// A convolution of an image.
  public static func convolution(_ convolution: Convolution) -> Layer {
    Layer(.convolution(convolution))
  }
  /// The largest value in each window; of equal ones the first has the gradient.
  public static func maxPooling(_ pooling: Pooling) -> Layer { Layer(.maxPooling(pooling)) }
  /// The mean of each window.
  public static func averagePooling(_ pooling: Pooling) -> Layer { Layer(.averagePooling(pooling)) }
  /// The mean of each channel.
  public static var globalAveragePooling: Layer { Layer(.globalAveragePooling) }
  /// An image read as a vector: channels, then rows, then columns.
  public static var flatten: Layer { Layer(.flatten) }
  /// A nonlinearity, applied to every unit.
  public static func activation(_ function: Activation) -> Layer { Layer(.activation(function)) }
  /// An affine map of each channel by constants.
  public static func normalization(_ normalization: ChannelNormalization) -> Layer {
    Layer(.normalization(normalization))
  }
  /// Batch normalization; see ``Operation/batchNormalization(epsilon:)``.
  public static func batchNormalization(epsilon: Double) -> Layer {
    Layer(.batchNormalization(epsilon: epsilon))
  }
  /// What an earlier layer put out, instead of the one before.
  public static func output(layer: Int) -> Layer { Layer(.identity, of: .layer(layer)) }
  /// The sum of what the layer before and an earlier one put out.
  public static func add(layer: Int) -> Layer { Layer(.sum, of: .previous, .layer(layer)) }

  /// The same layer where `count` others have been put in front of the network.
  func moved(by count: Int) -> Layer {
    Layer(
      operation,
      of: sources.map { source in
        if case .layer(let index) = source { .layer(index + count) } else { source }
      })
  }
}

extension Layer: CustomStringConvertible {
  /// The layer in a few words, as messages name it.
  public var description: String {
    if operation == .identity, case .layer(let index)? = sources.first {
      return "output (layer \(index))"
    }
    if operation == .sum, sources.count == 2, sources[0] == .previous,
      case .layer(let index) = sources[1]
    {
      return "add (layer \(index))"
    }
    let text = operation.description
    guard sources != [.previous] else { return text }
    return "\(text) of \(sources.map(\.description).joined(separator: ", "))"
  }
}

extension Layer.Source {
  /// Tells which layer it is.
  ///
  /// - Parameter position: The number of the layer that takes it.
  /// - Returns: The number of the layer; nil for the input.
  package func index(at position: Int) -> Int? {
    switch self {
    case .input: nil
    case .previous: position == 0 ? nil : position - 1
    case .layer(let index): index
    }
  }
}

extension Layer.Source: CustomStringConvertible {
  /// The source as messages name it.
  public var description: String {
    switch self {
    case .previous: "the layer before"
    case .input: "the input"
    case .layer(let index): "layer \(index)"
    }
  }
}

extension Layer: Codable {
  private enum Key: String, CodingKey { case kind, layer, sources }

  /// Reads a layer from an object with a `kind`.
  ///
  /// - Throws: `DecodingError` for an unknown kind or a missing value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    // Files name the one layer that a reference or a sum takes besides the one before.
    switch try container.decode(String.self, forKey: .kind) {
    case "output": self = .output(layer: try container.decode(Int.self, forKey: .layer))
    case "add": self = .add(layer: try container.decode(Int.self, forKey: .layer))
    default:
      self.init(
        try Operation(from: decoder),
        of: try container.decodeIfPresent([Source].self, forKey: .sources) ?? [.previous])
    }
  }

  /// Writes a layer as an object with a `kind`, and with its `sources` where it takes more than what
  /// the layer before puts out.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if case .layer(let index)? = sources.last {
      let name =
        self == .output(layer: index) ? "output" : self == .add(layer: index) ? "add" : nil
      if let name {
        try container.encode(name, forKey: .kind)
        return try container.encode(index, forKey: .layer)
      }
    }
    try operation.encode(to: encoder)
    if sources != [.previous] { try container.encode(sources, forKey: .sources) }
  }
}

extension Layer.Source: Codable {
  /// Reads the number of a layer, or `"previous"` or `"input"`.
  ///
  /// - Throws: `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let index = try? container.decode(Int.self) {
      self = .layer(index)
      return
    }
    switch try container.decode(String.self) {
    case "previous": self = .previous
    case "input": self = .input
    case let name:
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "'\(name)' is no source; write the number of a layer, 'previous' or "
          + "'input'.")
    }
  }

  /// Writes what ``init(from:)`` reads.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .previous: try container.encode("previous")
    case .input: try container.encode("input")
    case .layer(let index): try container.encode(index)
    }
  }
}
