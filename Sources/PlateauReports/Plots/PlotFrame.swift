/// The area of a drawing that holds the data, and what surrounds every drawing.
struct PlotFrame {
  var width: Double
  var height: Double
  var left: Double = 40
  var right: Double = 10
  var top: Double = 26
  var bottom: Double = 34

  var plotRight: Double { width - right }
  var plotBottom: Double { height - bottom }

  /// A drawing that screen readers announce by its title and description; its name is unique in the
  /// page.
  func drawing(
    id: String, title: String, description: String, @MarkupBuilder content: () -> Markup
  ) -> Markup {
    element(
      "svg",
      [
        "role": "img", "viewBox": "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))",
        "aria-label": title, "aria-describedby": "\(id)-description",
      ]
    ) {
      element("title") { title }
      element("desc", ["id": "\(id)-description"]) { description }
      content()
    }
  }

  /// The frame of a plot that stands beside two others in a row.
  static let wide = PlotFrame(width: 320, height: 186)
  /// The frame of one beside three others; what is printed on it is below its title.
  static let narrow = PlotFrame(width: 260, height: 190, right: 8, top: 42)

  private var isNarrow: Bool { width < 300 }

  /// The title of the drawing, and what is printed on it.
  func heading(_ title: String, annotation: String?) -> Markup {
    Markup(joining: [
      Self.text(title, x: isNarrow ? 0 : left, y: 14, className: "heading"),
      annotation.map {
        isNarrow
          ? Self.text($0, x: 0, y: 30, className: "annotation")
          : Self.text($0, x: plotRight, y: 14, className: "annotation", anchor: "end")
      } ?? .empty,
    ])
  }

  static func text(
    _ text: String, x: Double, y: Double, className: StaticString, anchor: StaticString? = nil,
    transform: String? = nil
  ) -> Markup {
    element(
      "text",
      [
        "x": Coordinate.text(x), "y": Coordinate.text(y), "class": "\(className)",
        "text-anchor": anchor.map { "\($0)" }, "transform": transform,
      ]
    ) { text }
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, className: StaticString
  ) -> Markup {
    shape(
      "line",
      [
        "x1": Coordinate.text(x1), "y1": Coordinate.text(y1), "x2": Coordinate.text(x2),
        "y2": Coordinate.text(y2), "class": "\(className)",
      ])
  }
}
