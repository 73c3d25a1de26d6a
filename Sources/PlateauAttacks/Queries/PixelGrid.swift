import PlateauNumerics

/// How the features of an example lie as an image, for searches that change neighbors together.
///
/// A vector whose length is a square is read as a square image, any other as one row of pixels.
struct PixelGrid: Hashable {
  /// The sides of a window.
  struct Size: Hashable {
    var height: Int
    var width: Int
  }

  /// A rectangle of pixels.
  struct Window: Hashable {
    var top: Int
    var left: Int
    var size: Size

    var rows: Range<Int> { top..<top + size.height }
    var columns: Range<Int> { left..<left + size.width }
  }

  let channels: Int
  let height: Int
  let width: Int

  init(_ shape: InputShape) {
    channels = shape.channels
    let side = Int(Double(shape.width).squareRoot().rounded())
    let isSquareVector = channels == 1 && shape.height == 1 && side * side == shape.width
    height = isSquareVector ? side : shape.height
    width = isSquareVector ? side : shape.width
  }

  /// The number of values in one channel.
  var area: Int { height * width }

  /// The place of a value in the row of an example.
  func index(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    (channel * height + row) * width + column
  }

  /// The window with sides of the square that covers a share of the pixels.
  ///
  /// Where the image is too low or narrow for the square, the other side makes up for it.
  func size(covering share: Double, least: Int = 1, isOdd: Bool = false) -> Size {
    var side = max(Int((share * Double(area)).squareRoot().rounded()), least)
    if isOdd && side % 2 == 0 { side += 1 }
    if side <= min(height, width) { return Size(height: side, width: side) }
    if height <= width {
      let other = Int((share * Double(area) / Double(height)).rounded())
      return Size(height: height, width: min(max(other, min(side, width)), width))
    }
    let other = Int((share * Double(area) / Double(width)).rounded())
    return Size(height: min(max(other, min(side, height)), height), width: width)
  }

  /// A window of a size, anywhere in the image.
  func randomWindow(_ size: Size, using generator: inout SeededGenerator) -> Window {
    // The published code leaves the last row and column of places out; here all are possible.
    Window(
      top: generator.below(height - size.height + 1), left: generator.below(width - size.width + 1),
      size: size)
  }
}
