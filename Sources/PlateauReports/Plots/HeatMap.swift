/// A square matrix as an image, its rows and columns in groups.
package struct HeatMap {
  /// Unique in the page.
  var id: String
  var title: String
  var annotation: String
  var description: String
  /// The values row by row, finite, as many as the square of the number of labels.
  var values: [Double]
  /// The group of each row, in ascending order.
  var labels: [Int]
  /// The values of the first and the last color; others get the nearest.
  var range: ClosedRange<Double>

  package init(
    id: String, title: String, annotation: String, description: String, values: [Double],
    labels: [Int], range: ClosedRange<Double>
  ) {
    precondition(!labels.isEmpty && values.count == labels.count * labels.count, "it is square")
    precondition(range.lowerBound < range.upperBound, "colors have different values")
    self.id = id
    self.title = title
    self.annotation = annotation
    self.description = description
    self.values = values
    self.labels = labels
    self.range = range
  }

  private static let frame = PlotFrame(
    width: 290, height: 330, left: 18, right: 4, top: 42, bottom: 20)

  var markup: Markup {
    let frame = Self.frame
    let side = frame.plotRight - frame.left
    return frame.drawing(id: id, title: "\(title): \(annotation)", description: description) {
      frame.heading(title, annotation: annotation)
      shape(
        "image",
        [
          "class": "pixels", "href": image.address, "x": Coordinate.text(frame.left),
          "y": Coordinate.text(frame.top), "width": Coordinate.text(side),
          "height": Coordinate.text(side), "preserveAspectRatio": "none",
        ])
      for group in groups {
        let middle = side * (group.start + group.end) / 2
        PlotFrame.text(
          "\(group.label)", x: frame.left + middle, y: frame.top + side + 13,
          className: "tick-label", anchor: "middle")
        PlotFrame.text(
          "\(group.label)", x: frame.left - 5, y: frame.top + middle + 3.5,
          className: "tick-label", anchor: "end")
      }
    }
  }

  /// The most pixels of a side; of more rows, neighbors share a pixel, which is their mean.
  package static let largestSide = 250

  /// The number of rows that share a pixel, at most.
  package var rowsPerPixel: Int { (labels.count + Self.largestSide - 1) / Self.largestSide }

  package var image: IndexedImage {
    let count = labels.count
    let side = min(count, Self.largestSide)
    let bounds = (0...side).map { $0 * count / side }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        var sum = 0.0
        for y in bounds[row]..<bounds[row + 1] {
          for x in bounds[column]..<bounds[column + 1] { sum += values[y * count + x] }
        }
        let area = (bounds[row + 1] - bounds[row]) * (bounds[column + 1] - bounds[column])
        pixels.append(level(sum / Double(area)))
      }
    }
    return IndexedImage(width: side, height: side, pixels: pixels, palette: .cividis)
  }

  private func level(_ value: Double) -> UInt8 {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return UInt8((255 * max(0, min(1, share))).rounded())
  }

  /// Where each label begins and ends, as shares of the side.
  package var groups: [(label: Int, start: Double, end: Double)] {
    var result: [(label: Int, start: Double, end: Double)] = []
    for (row, label) in labels.enumerated() {
      let end = Double(row + 1) / Double(labels.count)
      if result.last?.label == label {
        result[result.count - 1].end = end
      } else {
        result.append((label, Double(row) / Double(labels.count), end))
      }
    }
    return result
  }
}
