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

/// A pooling of each channel of an image by itself.
public struct Pooling: Sendable, Hashable {
  /// The window, its strides, and how far it goes over the edges.
  public let window: Window
  /// Of an average, whether pixels outside the image count as zeros; otherwise they do not count.
  ///
  /// The first is the default of PyTorch, the second that of ONNX.
  public let countsPadding: Bool

  /// Creates a pooling.
  public init(window: Window, countsPadding: Bool = true) {
    self.window = window
    self.countsPadding = countsPadding
  }

  /// Creates a pooling of squares side by side.
  public init(_ side: Int) {
    self.init(window: Window(side, stride: side))
  }
}

/// An affine map of each channel by constants: (x − mean) / deviation.
public struct ChannelNormalization: Sendable, Hashable, Codable {
  /// What is subtracted from each channel.
  public let means: [Double]
  /// What each channel is divided by then: not 0; a negative number turns signs.
  public let deviations: [Double]

  /// Creates a normalization; numbers that do not fit an image are refused when an architecture is
  /// made.
  public init(means: [Double], deviations: [Double]) {
    self.means = means
    self.deviations = deviations
  }
}
