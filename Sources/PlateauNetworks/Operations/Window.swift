/// A rectangle of pixels that moves over an image, step by step.
///
/// An image of height *h* gives ⌊(*h* + top + bottom − height) / verticalStride⌋ + 1 rows, and in
/// the same way columns.
public struct Window: Sendable, Hashable {
  /// The pixel rows of the rectangle.
  public let height: Int
  /// The pixel columns of the rectangle.
  public let width: Int
  /// The rows from one position to the next.
  public let verticalStride: Int
  /// The columns from one position to the next.
  public let horizontalStride: Int
  /// What is put around the image before.
  public let padding: Padding

  /// The rows and columns put around an image.
  public struct Padding: Sendable, Hashable {
    /// The rows above.
    public let top: Int
    /// The columns to the left.
    public let left: Int
    /// The rows below.
    public let bottom: Int
    /// The columns to the right.
    public let right: Int

    /// Creates a padding, by default none.
    public init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
      self.top = top
      self.left = left
      self.bottom = bottom
      self.right = right
    }
  }

  /// Creates a window; what does not fit an image is refused when an architecture is made.
  public init(
    height: Int, width: Int, verticalStride: Int = 1, horizontalStride: Int = 1,
    padding: Padding = Padding()
  ) {
    self.height = height
    self.width = width
    self.verticalStride = verticalStride
    self.horizontalStride = horizontalStride
    self.padding = padding
  }

  /// Creates a square window, with the same stride and padding in all directions.
  public init(_ side: Int, stride: Int = 1, padding: Int = 0) {
    self.init(
      height: side, width: side, verticalStride: stride, horizontalStride: stride,
      padding: Padding(top: padding, left: padding, bottom: padding, right: padding))
  }
}

extension Window: CustomStringConvertible {
  /// The window in a few words, such as `5×5, padding 2`.
  public var description: String {
    var result = "\(height)×\(width)"
    if verticalStride != 1 || horizontalStride != 1 {
      result +=
        verticalStride == horizontalStride
        ? ", stride \(verticalStride)" : ", strides \(verticalStride) and \(horizontalStride)"
    }
    let sides = [padding.top, padding.left, padding.bottom, padding.right]
    if sides.contains(where: { $0 != 0 }) {
      result +=
        Set(sides).count == 1
        ? ", padding \(padding.top)"
        : ", padding \(sides.map(String.init).joined(separator: ", "))"
    }
    return result
  }
}
