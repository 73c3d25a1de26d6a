/// The order in which arrays of images have their dimensions.
public enum ImageLayout: Sendable, Hashable {
  /// `[examples, channels, height, width]`, as PyTorch has it and everything here.
  case channelsFirst
  /// `[examples, height, width, channels]`, as TensorFlow and most image files have it.
  case channelsLast
}
