/// A square matrix as an image, its rows and columns in groups.
package struct HeatMap {
  /// Unique in the page.
  var id: String
  var title: String
  var annotation: String
  var description: String
  /// The values row by row, as many as the square of the number of labels.
  var values: [Double]
  /// The group of each row, in ascending order.
  var labels: [Int]
  /// The values of the first and the last color; others get the nearest.
  var range: ClosedRange<Double>

  private static let frame = PlotFrame(
    width: 220, height: 262, left: 16, right: 4, top: 42, bottom: 20)

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

  package var image: IndexedImage {
    let width = range.upperBound - range.lowerBound
    return IndexedImage(
      width: labels.count, height: labels.count,
      pixels: values.map {
        UInt8((255 * max(0, min(1, ($0 - range.lowerBound) / width))).rounded())
      },
      palette: .cividis)
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

/// The colors of heat maps with the values that they stand for.
struct HeatMapKey {
  var name: String
  var range: ClosedRange<Double>

  var markup: Markup {
    let image = IndexedImage(
      width: 256, height: 1, pixels: Array(0...255), palette: .cividis)
    return element("p", ["class": "key"]) {
      "\(name): \(Wording.plain(range.lowerBound)) "
      void(
        "img",
        ["src": image.address, "alt": "from dark blue to yellow", "width": "160", "height": "12"])
      " \(Wording.plain(range.upperBound))"
    }
  }
}
