/// Small gray images in rows and columns, some of them crossed out.
package struct ImageTable {
  /// One image.
  package struct Cell: Sendable, Hashable {
    /// Levels of gray, row by row.
    var pixels: [UInt8]
    /// Whether it is crossed out.
    var isCrossed: Bool
    /// Whether it is framed, as the source among its perturbed images.
    var isFramed: Bool

    package init(pixels: [UInt8], isCrossed: Bool, isFramed: Bool) {
      self.pixels = pixels
      self.isCrossed = isCrossed
      self.isFramed = isFramed
    }
  }

  /// Unique in the page.
  var id: String
  var title: String
  var annotation: String
  var description: String
  /// The size of every image.
  var imageWidth: Int
  var imageHeight: Int
  /// The images, in rows of as many as there are names of columns.
  var cells: [Cell]
  var rowNames: [String]
  var columnNames: [String]

  private static let gap = 2

  private var frame: PlotFrame {
    PlotFrame(width: 300, height: 62 + 286 * aspect, left: 14, right: 0, top: 56, bottom: 6)
  }

  /// The height of the table over its width.
  private var aspect: Double {
    Double(rowNames.count * (imageHeight + Self.gap))
      / Double(columnNames.count * (imageWidth + Self.gap))
  }

  var markup: Markup {
    let frame = frame
    let unit = (frame.plotRight - frame.left) / Double(columnNames.count)
    let unitHeight = unit * Double(imageHeight + Self.gap) / Double(imageWidth + Self.gap)
    return frame.drawing(id: id, title: "\(title): \(annotation)", description: description) {
      PlotFrame.text(title, x: 0, y: 14, className: "heading")
      PlotFrame.text(annotation, x: 0, y: 30, className: "annotation")
      for (column, name) in columnNames.enumerated() {
        PlotFrame.text(
          name, x: frame.left + (Double(column) + 0.5) * unit, y: frame.top - 5,
          className: "tick-label", anchor: "middle")
      }
      for (row, name) in rowNames.enumerated() {
        PlotFrame.text(
          name, x: frame.left - 5, y: frame.top + (Double(row) + 0.5) * unitHeight + 3.5,
          className: "tick-label", anchor: "end")
      }
      shape(
        "image",
        [
          "class": "pixels", "href": mosaic.address, "x": Coordinate.text(frame.left),
          "y": Coordinate.text(frame.top), "width": Coordinate.text(frame.plotRight - frame.left),
          "height": Coordinate.text(unitHeight * Double(rowNames.count)),
          "preserveAspectRatio": "none",
        ])
      for (place, cell) in cells.enumerated() where cell.isCrossed || cell.isFramed {
        mark(
          cell, x: frame.left + Double(place % columnNames.count) * unit,
          y: frame.top + Double(place / columnNames.count) * unitHeight, unit, unitHeight)
      }
    }
  }

  private func mark(
    _ cell: Cell, x: Double, y: Double, _ width: Double, _ height: Double
  ) -> Markup {
    guard cell.isCrossed else {
      return shape(
        "rect",
        [
          "class": "framed", "x": Coordinate.text(x), "y": Coordinate.text(y),
          "width": Coordinate.text(width - 1), "height": Coordinate.text(height - 1),
        ])
    }
    var path = PathData()
    path.move(x + 0.2 * width, y + 0.2 * height)
    path.line(x + 0.75 * width, y + 0.75 * height)
    path.move(x + 0.75 * width, y + 0.2 * height)
    path.line(x + 0.2 * width, y + 0.75 * height)
    return shape("path", ["class": "cross", "d": path.text])
  }

  /// All images in one, with gaps of white between them.
  package var mosaic: IndexedImage {
    let width = columnNames.count * (imageWidth + Self.gap)
    let height = rowNames.count * (imageHeight + Self.gap)
    var pixels = [UInt8](repeating: 255, count: width * height)
    for (place, cell) in cells.enumerated() {
      let left = place % columnNames.count * (imageWidth + Self.gap)
      let top = place / columnNames.count * (imageHeight + Self.gap)
      for row in 0..<imageHeight {
        let start = (top + row) * width + left
        pixels.replaceSubrange(
          start..<start + imageWidth,
          with: cell.pixels[row * imageWidth..<(row + 1) * imageWidth])
      }
    }
    return IndexedImage(width: width, height: height, pixels: pixels, palette: .gray)
  }
}
