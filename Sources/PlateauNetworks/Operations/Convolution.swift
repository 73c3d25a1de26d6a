import PlateauNumerics

/// A convolution over an image, as frameworks define it: no kernel is mirrored.
///
/// y[o, r, c] = b[o] + Σ_{i, u, v} W[o, i, u, v] · x[i, r·s + u·d − top, c·s + v·d − left], with zeros
/// outside the image, and W of shape `[channels, channels of the image / groups, height, width]`. The
/// sum is over the channels *i* of the group that *o* belongs to.
///
/// Where each channel of the image is a group and makes one channel, it is called depthwise.
public struct Convolution: Sendable, Hashable {
  /// The channels that it makes.
  public let channels: Int
  /// The kernel, its strides and the zeros around the image.
  public let window: Window
  /// Into how many groups the channels of the image, and those that it makes, are divided.
  public let groups: Int
  /// The distance between the pixels that neighbors in the kernel see; 1 for the next ones.
  public let dilation: Dilation
  /// Whether a bias is added to each channel; of no use before batch normalization.
  public let hasBias: Bool

  /// The distance between the pixels that neighbors in a kernel see.
  public struct Dilation: Sendable, Hashable {
    /// That of rows.
    public let vertical: Int
    /// That of columns.
    public let horizontal: Int

    /// Creates a dilation, by default none.
    public init(vertical: Int = 1, horizontal: Int = 1) {
      (self.vertical, self.horizontal) = (vertical, horizontal)
    }
  }

  /// Creates a convolution.
  public init(
    channels: Int, window: Window, groups: Int = 1, dilation: Dilation = Dilation(),
    hasBias: Bool = true
  ) {
    self.channels = channels
    self.window = window
    self.groups = groups
    self.dilation = dilation
    self.hasBias = hasBias
  }

  /// The same convolution with a bias.
  package var biased: Convolution {
    Convolution(channels: channels, window: window, groups: groups, dilation: dilation)
  }
}

extension Convolution: OperationForm {
  package static var kind: String { "convolution" }
  package var words: String { "convolution (\(details))" }
  package var operation: Operation { .convolution(self) }

  /// What it is made of, as messages name it.
  var details: String {
    let groups = groups == 1 ? "" : ", \(groups) groups"
    return "\(channels) channels, \(window)\(groups)\(dilation.words)"
  }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    try builder.checkChannels(channels, groups: groups, at: position, Self.kind)
    let span = try dilation.span(of: window, builder, at: position)
    let output = try builder.sides(of: span, at: position)
    guard output.height * output.width <= NetworkLimits.width / channels else {
      throw NetworkError(
        "Layer \(position), \(words), makes \(channels)×\(output.height)×\(output.width) values; at "
          + "most \(NetworkLimits.width) are possible.")
    }
    builder.order(channelsLast: true, at: position)
    let image = builder.shape
    let own = image.channels / groups
    try builder.checkParameters(own * window.height * window.width, channels, at: position)
    let geometry = ConvolutionShape(
      image, filters: channels, window, groups: groups, dilation: dilation)
    let weight = builder.emit("weight", [channels, own, window.height, window.width])
    let bias = hasBias ? builder.emit("bias", [channels]) : nil
    builder.emit(
      .linear(SpatialConvolution(shape: geometry, weightOffset: weight, biasOffset: bias)),
      shape: geometry.output, at: position)
  }
}

extension StageBuilder {
  /// Checks the channels that a convolution makes, and its groups.
  func checkChannels(
    _ channels: Int, groups: Int, at position: Int, _ kind: String
  ) throws(NetworkError) {
    guard (1...NetworkLimits.width).contains(channels) else {
      throw NetworkError(
        "Layer \(position), \(kind), has \(channels) channels; give a number from 1 to "
          + "\(NetworkLimits.width).")
    }
    guard groups >= 1, channels % groups == 0, shape.channels % groups == 0 else {
      throw NetworkError(
        "Layer \(position), \(layers[position]), has \(groups) groups for an input \(shape) of "
          + "\(shape.channels) channels; give a number that divides both numbers of channels.")
    }
  }
}

extension Convolution.Dilation {
  /// What words of a convolution say of it.
  fileprivate var words: String {
    guard self != Convolution.Dilation() else { return "" }
    return vertical == horizontal
      ? ", dilation \(vertical)" : ", dilations \(vertical) and \(horizontal)"
  }

  /// The window with all pixels from the first to the last that a kernel sees.
  func span(
    of window: Window, _ builder: StageBuilder, at position: Int
  ) throws(NetworkError) -> Window {
    let limit = 1 << 12
    guard (1...limit).contains(vertical), (1...limit).contains(horizontal),
      (1...limit).contains(window.height), (1...limit).contains(window.width),
      (window.height - 1) * vertical < limit, (window.width - 1) * horizontal < limit
    else {
      throw NetworkError(
        "Layer \(position), \(builder.layers[position]), has a side or dilation out of range; both go "
          + "from 1 to \(limit), and so does what a kernel spans.")
    }
    return Window(
      height: (window.height - 1) * vertical + 1, width: (window.width - 1) * horizontal + 1,
      verticalStride: window.verticalStride, horizontalStride: window.horizontalStride,
      padding: window.padding)
  }
}

extension Convolution: Codable {
  private enum Key: String, CodingKey { case channels, window, groups, dilation, bias }

  /// Reads `channels`, `window` and, where they are not the usual ones, `groups`, `dilation` and `bias`.
  ///
  /// - Throws: `DecodingError` where one is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      channels: try container.decode(Int.self, forKey: .channels),
      window: try container.decode(Window.self, forKey: .window),
      groups: try container.decodeIfPresent(Int.self, forKey: .groups) ?? 1,
      dilation: try container.decodeIfPresent(Dilation.self, forKey: .dilation) ?? Dilation(),
      hasBias: try container.decodeIfPresent(Bool.self, forKey: .bias) ?? true)
  }

  /// Writes what ``init(from:)`` reads.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(channels, forKey: .channels)
    try container.encode(window, forKey: .window)
    if groups != 1 { try container.encode(groups, forKey: .groups) }
    if dilation != Dilation() { try container.encode(dilation, forKey: .dilation) }
    if !hasBias { try container.encode(false, forKey: .bias) }
  }
}

extension Convolution.Dilation: Codable {
  /// Reads two numbers, that of rows first.
  ///
  /// - Throws: `DecodingError` where there are not two.
  public init(from decoder: any Decoder) throws {
    let numbers = try [Int](from: decoder)
    guard numbers.count == 2 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "\(numbers.count) numbers stand where 2 are needed."))
    }
    self.init(vertical: numbers[0], horizontal: numbers[1])
  }

  /// Writes what ``init(from:)`` reads.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    try [vertical, horizontal].encode(to: encoder)
  }
}
