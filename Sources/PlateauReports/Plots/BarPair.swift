/// The flattering number and the honest one as two bars, below them that without an attack.
struct BarPair {
  /// One bar.
  struct Bar {
    var label: String
    var fraction: Double
    var ink: Ink
  }

  /// Unique in the page.
  var id: String
  var title: String
  var bars: [Bar]

  private static let barHeight = 16.0
  private static let rowHeight = 42.0

  var markup: Markup {
    let frame = PlotFrame(
      width: 360, height: Double(bars.count) * Self.rowHeight, left: 0, right: 0, top: 0, bottom: 0)
    let x = Scale.linear(0...1, from: 0, to: frame.width - 74)
    let description = bars.map { "\($0.label): \(Wording.percent($0.fraction))" }
    return frame.drawing(id: id, title: title, description: description.joined(separator: "; ")) {
      for (index, bar) in bars.enumerated() {
        row(bar, y: Double(index) * Self.rowHeight, x, frame)
      }
    }
  }

  private func row(_ bar: Bar, y: Double, _ x: Scale, _ frame: PlotFrame) -> Markup {
    let full = x.position(of: 1)
    let end = x.position(of: bar.fraction)
    return Markup(joining: [
      PlotFrame.text(bar.label, x: 0, y: y + 13, className: "bar-label"),
      rectangle(width: full, y: y + 20, className: "track"),
      // A bar of nothing still shows as a line.
      rectangle(width: max(end, 1.5), y: y + 20, className: "bar \(bar.ink.rawValue)"),
      PlotFrame.text(
        Wording.percent(bar.fraction), x: frame.width, y: y + 35, className: "bar-value",
        anchor: "end"),
    ])
  }

  private func rectangle(width: Double, y: Double, className: String) -> Markup {
    shape(
      "rect",
      [
        "class": className, "x": "0", "y": Coordinate.text(y), "width": Coordinate.text(width),
        "height": Coordinate.text(Self.barHeight), "rx": "2",
      ])
  }
}
