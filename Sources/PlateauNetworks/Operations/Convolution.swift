import PlateauNumerics

/// A convolution over an image, as frameworks define it: no kernel is mirrored.
///
/// y[o, r, c] = b[o] + Σ_{i, u, v} W[o, i, u, v] · x[i, r·s + u − top, c·s + v − left], with zeros
/// outside the image, and W of shape `[channels, channels of the image, height, width]`.
public struct Convolution: Sendable, Hashable {
  /// The channels that it makes.
  public let channels: Int
  /// The kernel, its strides and the zeros around the image.
  public let window: Window
  /// Whether a bias is added to each channel; of no use before batch normalization.
  public let hasBias: Bool

  /// Creates a convolution.
  public init(channels: Int, window: Window, hasBias: Bool = true) {
    self.channels = channels
    self.window = window
    self.hasBias = hasBias
  }
}

extension Convolution: OperationForm {
  package static var kind: String { "convolution" }
  package var words: String { "convolution (\(channels) channels, \(window))" }
  package var operation: Operation { .convolution(self) }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    guard (1...Architecture.largestWidth).contains(channels) else {
      throw NetworkError(
        "Layer \(position), convolution, has \(channels) channels; give a number from 1 to "
          + "\(Architecture.largestWidth).")
    }
    let output = try builder.sides(of: window, at: position)
    guard output.height * output.width <= Architecture.largestWidth / channels else {
      throw NetworkError(
        "Layer \(position), \(words), makes \(channels)×\(output.height)×\(output.width) values; at "
          + "most \(Architecture.largestWidth) are possible.")
    }
    builder.order(channelsLast: true, at: position)
    let image = builder.shape
    try builder.checkParameters(
      image.channels * window.height * window.width, channels, at: position)
    let geometry = ConvolutionShape(image, filters: channels, window)
    let weight = builder.emit("weight", [channels, image.channels, window.height, window.width])
    let bias = hasBias ? builder.emit("bias", [channels]) : nil
    builder.emit(
      .linear(SpatialConvolution(shape: geometry, weightOffset: weight, biasOffset: bias)),
      shape: InputShape(channels: channels, height: output.height, width: output.width),
      at: position)
  }
}

extension Convolution: Codable {
  private enum Key: String, CodingKey { case channels, window, bias }

  /// Reads `channels`, `window` and, where it has none, `bias`.
  ///
  /// - Throws: `DecodingError` where one is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      channels: try container.decode(Int.self, forKey: .channels),
      window: try container.decode(Window.self, forKey: .window),
      hasBias: try container.decodeIfPresent(Bool.self, forKey: .bias) ?? true)
  }

  /// Writes what ``init(from:)`` reads.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(channels, forKey: .channels)
    try container.encode(window, forKey: .window)
    if !hasBias { try container.encode(false, forKey: .bias) }
  }
}
