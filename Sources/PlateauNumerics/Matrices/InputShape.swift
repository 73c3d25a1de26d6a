/// The shape of one example: channels × height × width.
///
/// A flat vector has one channel and height 1.
public struct InputShape: Sendable, Hashable, Codable {
  /// The number of channels: 1 for gray images, 3 for color.
  public let channels: Int
  /// The number of pixel rows.
  public let height: Int
  /// The number of pixel columns.
  public let width: Int

  /// Creates the shape of an image.
  ///
  /// - Precondition: every side is positive.
  public init(channels: Int, height: Int, width: Int) {
    precondition(channels > 0 && height > 0 && width > 0, "every side must be positive")
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// The shape of a flat vector.
  public static func vector(_ count: Int) -> InputShape {
    InputShape(channels: 1, height: 1, width: count)
  }

  /// The number of values in one example.
  public var count: Int { channels * height * width }
}

extension InputShape: CustomStringConvertible {
  /// The shape as `1×28×28`, or as the number of values of a vector.
  public var description: String {
    channels == 1 && height == 1 ? "\(width)" : "\(channels)×\(height)×\(width)"
  }
}
