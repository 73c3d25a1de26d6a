import PlateauNumerics

/// The transpose of a convolution over an image, which makes images larger.
///
/// y[o, p, q] = b[o] + Σ_{i, r, c, u, v} W[i, o, u, v] · x[i, r, c], over all places where p = r·s + u·d −
/// top and q = c·s + v·d − left, with W of shape `[channels of the image, channels / groups, height,
/// width]`: the gradient of a convolution with respect to its input.
public struct TransposedConvolution: Sendable, Hashable {
  /// The convolution that it is the transpose of.
  ///
  /// Its channels are those that this one makes, and its padding is what is cut off.
  public let convolution: Convolution
  /// The rows added below.
  public let extraRows: Int
  /// The columns added to the right.
  public let extraColumns: Int

  /// Creates the transpose of a convolution.
  ///
  /// - Parameters:
  ///   - convolution: Its kernel, strides, groups and dilation, and the channels that the transpose
  ///     makes.
  ///   - extraRows: The rows added below, fewer than the vertical stride.
  ///   - extraColumns: The columns added to the right, fewer than the horizontal stride.
  public init(_ convolution: Convolution, extraRows: Int = 0, extraColumns: Int = 0) {
    self.convolution = convolution
    (self.extraRows, self.extraColumns) = (extraRows, extraColumns)
  }

  /// The same operation with a bias.
  package var biased: TransposedConvolution {
    TransposedConvolution(
      convolution.biased, extraRows: extraRows, extraColumns: extraColumns)
  }
}

extension TransposedConvolution: OperationForm {
  package static var kind: String { "transposedConvolution" }
  package var words: String { "transposedConvolution (\(convolution.details))" }
  package var operation: Operation { .transposedConvolution(self) }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let (window, channels) = (convolution.window, convolution.channels)
    try builder.checkChannels(
      channels, groups: convolution.groups, at: position, Self.kind)
    let span = try convolution.dilation.span(of: window, builder, at: position)
    let image = builder.shape
    let output = try sides(span, of: image, builder, at: position)
    builder.order(channelsLast: true, at: position)
    let own = channels / convolution.groups
    try builder.checkParameters(image.channels * window.height * window.width, own, at: position)
    let shape = InputShape(channels: channels, height: output.height, width: output.width)
    let geometry = ConvolutionShape(
      shape, filters: image.channels, window, groups: convolution.groups,
      dilation: convolution.dilation)
    let weight = builder.emit("weight", [image.channels, own, window.height, window.width])
    let bias = convolution.hasBias ? builder.emit("bias", [channels]) : nil
    builder.emit(
      .linear(
        TransposedSpatialConvolution(shape: geometry, weightOffset: weight, biasOffset: bias)),
      shape: shape, at: position)
  }

  /// The sides of what it makes.
  private func sides(
    _ span: Window, of image: InputShape, _ builder: StageBuilder, at position: Int
  ) throws(NetworkError) -> (height: Int, width: Int) {
    let window = convolution.window
    let limit = 1 << 12
    let padding = window.padding
    let pads = [padding.top, padding.left, padding.bottom, padding.right]
    guard (1...limit).contains(window.verticalStride),
      (1...limit).contains(window.horizontalStride), pads.allSatisfy({ (0...limit).contains($0) }),
      (0..<window.verticalStride).contains(extraRows),
      (0..<window.horizontalStride).contains(extraColumns)
    else {
      throw NetworkError(
        "Layer \(position), \(builder.layers[position]), has a stride, padding or number of added rows "
          + "or columns out of range; strides go from 1 to \(limit), padding from 0 to \(limit), and "
          + "\(extraRows) rows and \(extraColumns) columns must be fewer than strides.")
    }
    let height =
      (image.height - 1) * window.verticalStride + span.height + extraRows - padding.top
      - padding.bottom
    let width =
      (image.width - 1) * window.horizontalStride + span.width + extraColumns - padding.left
      - padding.right
    // In floating point, since the product can exceed every integer.
    let count = Double(height) * Double(width) * Double(convolution.channels)
    guard height > 0, width > 0, count <= Double(NetworkLimits.width) else {
      throw NetworkError(
        "Layer \(position), \(words), makes \(convolution.channels)×\(height)×\(width) values of its "
          + "input \(image); from 1 to \(NetworkLimits.width) are possible.")
    }
    return (height, width)
  }
}

extension TransposedConvolution: Codable {
  private enum Key: String, CodingKey { case extra }

  /// Reads what a convolution has, and `extra`, the rows and columns added, where there are any.
  ///
  /// - Throws: `DecodingError` where one is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let extra = try container.decodeIfPresent([Int].self, forKey: .extra) ?? [0, 0]
    guard extra.count == 2 else {
      throw DecodingError.dataCorruptedError(
        forKey: .extra, in: container,
        debugDescription: "\(extra.count) numbers stand where 2 are needed.")
    }
    self.init(
      try Convolution(from: decoder), extraRows: extra[0], extraColumns: extra[1])
  }

  /// Writes what ``init(from:)`` reads.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    try convolution.encode(to: encoder)
    guard extraRows != 0 || extraColumns != 0 else { return }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode([extraRows, extraColumns], forKey: .extra)
  }
}
