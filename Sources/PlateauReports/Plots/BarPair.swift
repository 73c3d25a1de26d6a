import PlateauExperiments

/// The flattering number and the honest one as two bars, and below them that without an attack.
///
/// Labels and numbers are text beside the bars, so that they keep their size on a narrow screen and
/// are read out as they stand.
struct BarPair {
  /// One bar.
  struct Bar {
    var label: String
    /// What is said about it in lighter letters.
    var remark: String
    /// The length, of 1.
    var value: SeedStatistics
    var ink: Ink
  }

  var bars: [Bar]

  var markup: Markup {
    element("ul", ["class": "bars"]) {
      for bar in bars {
        element("li", ["class": bar.ink.rawValue]) {
          element("span", ["class": "label"]) {
            element("strong") { bar.label }
            ", \(bar.remark)"
          }
          element("span", ["class": "row"]) {
            element(
              "svg",
              ["viewBox": "0 0 100 1", "preserveAspectRatio": "none", "aria-hidden": "true"]
            ) {
              shape("rect", ["class": "bar", "width": Self.length(bar.value.mean), "height": "1"])
            }
            element("span", ["class": "value"]) { value(bar.value) }
          }
        }
      }
    }
  }

  /// The number; over several seeds with the deviation below it.
  @MarkupBuilder private func value(_ value: SeedStatistics) -> Markup {
    Wording.percent(value.mean)
    if let deviation = value.deviation {
      element("span", ["class": "deviation"]) { " ±\u{A0}\(Wording.percent(deviation))" }
    }
  }

  /// The length in percent of the track; a bar of nothing keeps a line.
  private static func length(_ fraction: Double) -> String {
    Coordinate.text(100 * min(max(fraction, 0.004), 1))
  }
}
