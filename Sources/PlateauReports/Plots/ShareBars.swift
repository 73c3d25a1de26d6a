/// What is certified, undecided and falsified of each network, as parts of one bar.
///
/// Names and numbers are text above the bars, so that they keep their size on a narrow screen and are
/// read out as they stand.
struct ShareBars {
  /// One bar.
  struct Bar {
    var label: String
    /// The share that is proven to withstand everything.
    var certified: Double
    /// The share that withstands every attack.
    var attacked: Double
  }

  var bars: [Bar]

  static let legend = Legend(entries: [
    ("certified", "honest"), ("undecided", "honest undecided"), ("falsified", "falsified"),
  ])

  var markup: Markup {
    element("ul", ["class": "bars"]) {
      for bar in bars {
        element("li") {
          element("span", ["class": "label"]) {
            element("strong") { bar.label }
            ": \(Wording.percent(bar.certified)) certified, "
            "\(Wording.percent(bar.attacked - bar.certified)) undecided, "
            "\(Wording.percent(1 - bar.attacked)) falsified"
          }
          element("span", ["class": "row"]) {
            element(
              "svg",
              ["viewBox": "0 0 100 1", "preserveAspectRatio": "none", "aria-hidden": "true"]
            ) {
              rectangle("bar honest", from: 0, to: bar.certified)
              rectangle("bar honest undecided", from: bar.certified, to: bar.attacked)
            }
          }
        }
      }
    }
  }

  private func rectangle(_ className: String, from start: Double, to end: Double) -> Markup {
    shape(
      "rect",
      [
        "class": className, "x": Coordinate.text(100 * start),
        "width": Coordinate.text(100 * max(end - start, 0)), "height": "1",
      ])
  }
}
