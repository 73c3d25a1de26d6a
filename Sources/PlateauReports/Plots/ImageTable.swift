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

  package init(
    id: String, title: String, annotation: String, description: String, imageWidth: Int,
    imageHeight: Int, cells: [Cell], rowNames: [String], columnNames: [String]
  ) {
    precondition(cells.count == rowNames.count * columnNames.count, "each place has an image")
    precondition(cells.allSatisfy { $0.pixels.count == imageWidth * imageHeight }, "of one size")
    self.id = id
    self.title = title
    self.annotation = annotation
    self.description = description
    self.imageWidth = imageWidth
    self.imageHeight = imageHeight
    self.cells = cells
    self.rowNames = rowNames
    self.columnNames = columnNames
  }

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
      marks(unit, unitHeight)
    }
  }

  /// The frames of all sources and the crosses of all failures: one path each.
  private func marks(_ width: Double, _ height: Double) -> Markup {
    var (frames, crosses) = (PathData(), PathData())
    for (place, cell) in cells.enumerated() {
      let x = frame.left + Double(place % columnNames.count) * width
      let y = frame.top + Double(place / columnNames.count) * height
      if cell.isFramed {
        frames.move(x - 0.5, y - 0.5)
        frames.horizontal(x + width - 1.5)
        frames.vertical(y + height - 1.5)
        frames.horizontal(x - 0.5)
        frames.close()
      }
      if cell.isCrossed {
        crosses.move(x + 0.2 * width, y + 0.2 * height)
        crosses.line(x + 0.74 * width, y + 0.74 * height)
        crosses.move(x + 0.74 * width, y + 0.2 * height)
        crosses.line(x + 0.2 * width, y + 0.74 * height)
      }
    }
    return Markup(
      joining: [("framed", frames), ("cross", crosses)].filter { !$0.1.text.isEmpty }.map {
        shape("path", ["class": $0.0, "d": $0.1.text])
      })
  }

  /// All images in one, with gaps between them through which the page is seen.
  package var mosaic: IndexedImage {
    let width = columnNames.count * (imageWidth + Self.gap)
    let height = rowNames.count * (imageHeight + Self.gap)
    var pixels = [UInt8](repeating: ColorMap.grayGap, count: width * height)
    for (place, cell) in cells.enumerated() {
      let left = place % columnNames.count * (imageWidth + Self.gap)
      let top = place / columnNames.count * (imageHeight + Self.gap)
      for row in 0..<imageHeight {
        let start = (top + row) * width + left
        pixels.replaceSubrange(
          start..<start + imageWidth,
          with: cell.pixels[row * imageWidth..<(row + 1) * imageWidth].map(ColorMap.grayPlace))
      }
    }
    return IndexedImage(width: width, height: height, pixels: pixels, palette: .grayWithGap)
  }
}
