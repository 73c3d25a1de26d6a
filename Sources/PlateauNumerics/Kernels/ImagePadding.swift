/// The zeros added at the four sides of an image, in pixels.
package struct ImagePadding: Hashable, Sendable {
  package let top: Int
  package let left: Int
  package let bottom: Int
  package let right: Int

  /// - Precondition: no side is negative.
  package init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
    precondition(min(top, left, bottom, right) >= 0, "no padding can be negative")
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// The same number of zeros at all sides.
  package init(_ all: Int) { self.init(top: all, left: all, bottom: all, right: all) }
}
