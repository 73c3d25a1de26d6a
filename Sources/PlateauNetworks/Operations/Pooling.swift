import PlateauNumerics

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

  /// Appends the stage of a pooling.
  func append(
    to builder: inout StageBuilder, at position: Int, words: String,
    _ operation: (PoolingShape) -> Stage.Operation
  ) throws(NetworkError) {
    let output = try builder.sides(of: window, at: position)
    let padding = window.padding
    // A window that lies in the padding alone has no value.
    guard padding.top < window.height, padding.bottom < window.height,
      padding.left < window.width, padding.right < window.width
    else {
      throw NetworkError(
        "Layer \(position), \(words), has windows without a pixel; its padding must be smaller than "
          + "the window.")
    }
    builder.order(channelsLast: true, at: position)
    let image = builder.shape
    let geometry = PoolingShape(
      height: image.height, width: image.width, channels: image.channels, window,
      countsPadding: countsPadding)
    builder.emit(
      operation(geometry),
      shape: InputShape(channels: image.channels, height: output.height, width: output.width),
      at: position)
  }
}

/// A max pooling as files have it.
struct MaxPoolingForm: OperationForm {
  let window: Window

  init(pooling: Pooling) { window = pooling.window }

  static var kind: String { "maxPooling" }
  var words: String { "maxPooling (\(window))" }
  var operation: Operation { .maxPooling(Pooling(window: window)) }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    try Pooling(window: window).append(to: &builder, at: position, words: words) {
      .maximum(MaxPooling(shape: $0))
    }
  }
}

/// An average pooling as files have it.
struct AveragePoolingForm: OperationForm {
  let window: Window
  let countsPadding: Bool

  init(pooling: Pooling) { (window, countsPadding) = (pooling.window, pooling.countsPadding) }

  private var pooling: Pooling { Pooling(window: window, countsPadding: countsPadding) }
  static var kind: String { "averagePooling" }
  var words: String { "averagePooling (\(window))" }
  var operation: Operation { .averagePooling(pooling) }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    try pooling.append(to: &builder, at: position, words: words) {
      .linear(AveragePooling(shape: $0))
    }
  }
}

/// An average of each channel as files have it.
struct GlobalAveragePoolingForm: OperationForm {
  static var kind: String { "globalAveragePooling" }
  var operation: Operation { .globalAveragePooling }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let image = builder.shape
    let whole = Pooling(window: Window(height: image.height, width: image.width))
    try whole.append(to: &builder, at: position, words: words) {
      .linear(AveragePooling(shape: $0))
    }
  }
}
