/// Curves over a common horizontal axis.
package struct LinePlot {
  /// A point of a curve.
  package struct Point: Sendable, Hashable {
    var x: Double
    var y: Double

    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// One curve.
  package struct Curve: Sendable, Hashable {
    var name: String
    /// A class of the style sheet that sets the color and the dashes.
    var className: String
    var points: [Point]
    /// Whether each point is marked, as a few measured ones are.
    var isMarked = false
    /// Whether points are joined by a line; else they are dots.
    var isJoined = true
    /// Whether the line is at the height of a point from the point before it on, as a bound is that
    /// holds for everything smaller.
    var isStepped = false

    package init(
      name: String, className: String, points: [Point], isMarked: Bool = false,
      isJoined: Bool = true, isStepped: Bool = false
    ) {
      self.name = name
      self.className = className
      self.points = points
      self.isMarked = isMarked
      self.isJoined = isJoined
      self.isStepped = isStepped
    }
  }

  /// Unique in the page.
  var id: String
  var title: String
  var annotation: String?
  var description: String
  var xLabel: String
  var yLabel: String
  var curves: [Curve]
  /// The range of the horizontal axis; that of the points where it is nil.
  var xRange: ClosedRange<Double>?
  /// The range of the vertical axis; from 0 to the largest value where it is nil.
  var yRange: ClosedRange<Double>?
  /// Whether values are fractions, shown in percent.
  var isPercentage = false
  /// Whether the area between the first and the last curve is shaded.
  var shadesGap = false
  /// The curve below which the area is shaded, as what is proven is.
  var shadedCurve: Int?
  /// The values marked on the horizontal axis; round ones where it is nil.
  var xTicks: [Tick]?
  /// The values marked on the vertical axis; round ones where it is nil.
  var yTicks: [Tick]?
  var frame = PlotFrame.wide

  var markup: Markup {
    let xRange = self.xRange ?? Self.range(of: curves.flatMap { $0.points.map(\.x) }, from: nil)
    let yRange = self.yRange ?? Self.range(of: curves.flatMap { $0.points.map(\.y) }, from: 0)
    let x = Scale.linear(xRange, from: frame.left, to: frame.plotRight)
    let y = Scale.linear(yRange, from: frame.plotBottom, to: frame.top)
    return frame.drawing(id: id, title: title, description: description) {
      frame.heading(title, annotation: annotation)
      Axis(edge: .left, scale: y, ticks: yTicks ?? roundTicks(yRange), label: yLabel).markup(
        in: frame)
      gap(x, y)
      area(x, y)
      for curve in curves {
        if curve.isJoined {
          shape("path", ["class": "curve \(curve.className)", "d": Self.path(curve, x, y).text])
        }
        if curve.isMarked || !curve.isJoined { marks(curve, x, y) }
      }
      PlotFrame.line(
        frame.left, frame.plotBottom, frame.plotRight, frame.plotBottom, className: "axis")
      Axis(edge: .bottom, scale: x, ticks: xTicks ?? Ticks.linear(in: xRange), label: xLabel)
        .markup(in: frame)
    }
  }

  private func roundTicks(_ range: ClosedRange<Double>) -> [Tick] {
    guard isPercentage else { return Ticks.linear(in: range) }
    return Ticks.linear(in: (100 * range.lowerBound)...(100 * range.upperBound)).map {
      Tick(value: $0.value / 100, label: $0.label)
    }
  }

  /// The curve; points that are not finite leave a gap, and one between gaps is a dot.
  package static func path(_ curve: Curve, _ x: Scale, _ y: Scale) -> PathData {
    var path = PathData()
    let isDrawn = curve.points.map { $0.x.isFinite && $0.y.isFinite }
    for (index, point) in curve.points.enumerated() where isDrawn[index] {
      let (px, py) = (x.position(of: point.x), y.position(of: point.y))
      guard index == 0 || !isDrawn[index - 1] else {
        if curve.isStepped { path.line(x.position(of: curve.points[index - 1].x), py) }
        path.line(px, py)
        continue
      }
      path.move(px, py)
      let isAlone = index + 1 == isDrawn.count || !isDrawn[index + 1]
      // A line without length, which a round cap makes visible.
      if isAlone { path.horizontal(px) }
    }
    return path
  }

  private func gap(_ x: Scale, _ y: Scale) -> Markup {
    guard shadesGap, let upper = curves.first, let lower = curves.last else { return .empty }
    var path = PathData()
    for (index, point) in (upper.points + lower.points.reversed()).enumerated() {
      let (px, py) = (x.position(of: point.x), y.position(of: point.y))
      if index == 0 { path.move(px, py) } else { path.line(px, py) }
    }
    path.close()
    return shape("path", ["class": "gap", "d": path.text])
  }

  private func area(_ x: Scale, _ y: Scale) -> Markup {
    guard let shadedCurve, let last = curves[shadedCurve].points.last else { return .empty }
    let points = curves[shadedCurve].points
    var path = Self.path(curves[shadedCurve], x, y)
    path.line(x.position(of: last.x), frame.plotBottom)
    path.line(x.position(of: points[0].x), frame.plotBottom)
    path.close()
    return shape("path", ["class": "proven-area", "d": path.text])
  }

  private func marks(_ curve: Curve, _ x: Scale, _ y: Scale) -> Markup {
    Markup(
      joining: curve.points.filter { $0.x.isFinite && $0.y.isFinite }.map { point in
        shape(
          "circle",
          [
            "class": "\(curve.isJoined ? "mark" : "scatter") \(curve.className)",
            "cx": Coordinate.text(x.position(of: point.x)),
            "cy": Coordinate.text(y.position(of: point.y)), "r": curve.isJoined ? "3" : "2.2",
          ])
      })
  }

  private static func range(of values: [Double], from lower: Double?) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return 0...1 }
    let start = min(lower ?? least, least)
    return start < most ? start...most : start...(start + 1)
  }
}
