import PlateauNumerics

/// Where a window is cut out of an image, and whether it is mirrored then.
struct ImageMove: Sendable, Hashable {
  /// How many pixels the window lies below the image; negative above.
  let down: Int
  /// How many pixels the window lies to the right of the image; negative to the left.
  let right: Int
  /// Whether left and right are exchanged.
  let isMirrored: Bool

  /// Copies an image through the window; what lies outside the image is zero.
  ///
  /// - Parameters:
  ///   - source: The image, of shape `[channels, height, width]`.
  ///   - target: Room for as many values elsewhere, initialized.
  ///   - shape: The shape.
  /// - Complexity: O(*values*), nothing is allocated.
  func apply(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ shape: InputShape
  ) {
    let (height, width) = (shape.height, shape.width)
    let rows = inside(down, height)
    for channel in 0..<shape.channels {
      let from = source + channel * height * width
      let to = target + channel * height * width
      to.clear(count: rows.lowerBound * width)
      (to + rows.upperBound * width).clear(count: (height - rows.upperBound) * width)
      for row in rows { copyRow(from + (row + down) * width, to + row * width, width) }
    }
  }

  @inline(__always)
  private func copyRow(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ width: Int
  ) {
    let columns = inside(right, width)
    let start = source + columns.lowerBound + right
    guard isMirrored else {
      target.clear(count: columns.lowerBound)
      (target + columns.lowerBound).update(from: start, count: columns.count)
      (target + columns.upperBound).clear(count: width - columns.upperBound)
      return
    }
    // The window's first column becomes the last one.
    target.clear(count: width - columns.upperBound)
    let last = target + (width - 1 - columns.lowerBound)
    var index = 0
    while index < columns.count {
      (last - index).pointee = start[index]
      index &+= 1
    }
    (last + 1).clear(count: columns.lowerBound)
  }

  /// The lines of the window that lie inside the image.
  private func inside(_ offset: Int, _ side: Int) -> Range<Int> {
    let first = min(side, max(0, -offset))
    return first..<max(first, min(side, side - offset))
  }
}
