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

  /// The sides as NumPy users write them: `[values]`, `[height, width]` for gray images, or
  /// `[channels, height, width]`.
  public var sides: [Int] {
    if channels > 1 { return [channels, height, width] }
    return height > 1 ? [height, width] : [width]
  }
}

extension InputShape {
  private enum Key: String, CodingKey { case channels, height, width }

  /// The largest number of values that a decoded shape may have, far beyond any real one.
  private static let largestCount = 1 << 24

  /// Reads the three sides.
  ///
  /// - Throws: `DecodingError` where a side is missing or not positive, or the shape has more than
  ///   2²⁴ values.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let sides = try [Key.channels, .height, .width].map {
      try container.decode(Int.self, forKey: $0)
    }
    let limit = Self.largestCount
    guard sides.allSatisfy({ (1...limit).contains($0) }),
      sides[0] * sides[1] <= limit, sides[0] * sides[1] * sides[2] <= limit
    else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: container.codingPath,
          debugDescription: "The input has the shape \(sides[0])×\(sides[1])×\(sides[2]); its "
            + "sides must be positive, and their product at most \(limit)."))
    }
    self.init(channels: sides[0], height: sides[1], width: sides[2])
  }
}

extension InputShape: CustomStringConvertible {
  /// The shape as `1×28×28`, or as the number of values of a vector.
  public var description: String {
    channels == 1 && height == 1 ? "\(width)" : "\(channels)×\(height)×\(width)"
  }
}
