package import PlateauGeometry

/// A histogram with a logarithmic count axis, on which tails show.
package struct HistogramPlot {
  /// Unique in the page.
  var id: String
  var title: String
  /// What is printed on the plot, such as the kurtosis.
  var annotation: String
  var description: String
  /// The quantity on the horizontal axis.
  var quantity: String
  var histogram: Histogram
  /// A class of the style sheet that sets the color.
  var className: String
  var frame = PlotFrame.wide

  /// Below one, so that a bin with one value has a height.
  private static let baseline = 0.5

  var markup: Markup {
    let range = histogram.lower...histogram.upper
    let most = Double(max(histogram.counts.max() ?? 1, 1))
    let x = Scale.linear(range, from: frame.left, to: frame.plotRight)
    let y = Scale.logarithmic(
      Self.baseline...(1.3 * most), from: frame.plotBottom, to: frame.top)
    return frame.drawing(id: id, title: "\(title): \(annotation)", description: description) {
      frame.heading(title, annotation: annotation)
      Axis(edge: .left, scale: y, ticks: Ticks.decades(upTo: most), label: "count")
        .markup(in: frame)
      shape("path", ["class": "area \(className)", "d": Self.path(histogram, x, y).text])
      PlotFrame.line(
        frame.left, frame.plotBottom, frame.plotRight, frame.plotBottom, className: "axis")
      Axis(edge: .bottom, scale: x, ticks: Ticks.linear(in: range, count: 5), label: quantity)
        .markup(in: frame)
    }
  }

  /// The outline of the bars; neighboring empty bins leave a gap at the baseline.
  package static func path(_ histogram: Histogram, _ x: Scale, _ y: Scale) -> PathData {
    let counts = histogram.counts
    let width = (histogram.upper - histogram.lower) / Double(counts.count)
    let bottom = y.position(of: baseline)
    func edge(_ bin: Int) -> Double { x.position(of: histogram.lower + Double(bin) * width) }
    var path = PathData()
    for bin in counts.indices where counts[bin] > 0 {
      if bin == 0 || counts[bin - 1] == 0 { path.move(edge(bin), bottom) }
      if bin == 0 || counts[bin] != counts[bin - 1] {
        path.vertical(y.position(of: Double(counts[bin])))
      }
      path.horizontal(edge(bin + 1))
      guard bin + 1 < counts.count, counts[bin + 1] > 0 else {
        path.vertical(bottom)
        path.close()
        continue
      }
    }
    return path
  }
}
