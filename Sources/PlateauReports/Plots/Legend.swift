/// The names of curves, once for all plots of a figure.
struct Legend {
  /// The name of each curve, and its class in the style sheet.
  var entries: [(name: String, className: String)]

  var markup: Markup {
    element("ul", ["class": "legend"]) {
      for entry in entries {
        element("li") {
          element("svg", ["viewBox": "0 0 30 10", "aria-hidden": "true"]) {
            shape("path", ["class": "curve \(entry.className)", "d": "M1 5H29"])
          }
          element("span") { entry.name }
        }
      }
    }
  }
}
