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

  /// A drawing that screen readers announce by its title and description.
  ///
  /// - Parameter id: Unique in the page.
  func drawing(
    id: String, title: String, description: String, @MarkupBuilder content: () -> Markup
  ) -> Markup {
    element(
      "svg",
      [
        "role": "img", "viewBox": "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))",
        "aria-labelledby": "\(id)-title \(id)-description",
      ]
    ) {
      element("title", ["id": "\(id)-title"]) { title }
      element("desc", ["id": "\(id)-description"]) { description }
      content()
    }
  }

  /// The title of the drawing, and what is printed on it at the right.
  func heading(_ title: String, annotation: String?) -> Markup {
    Markup(joining: [
      Self.text(title, x: left, y: 14, className: "heading"),
      annotation.map {
        Self.text($0, x: plotRight, y: 14, className: "annotation", anchor: "end")
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
