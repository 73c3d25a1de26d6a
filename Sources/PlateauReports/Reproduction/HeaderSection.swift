import PlateauExperiments

/// The title, what this is, and where to find what.
struct HeaderSection {
  let record: ReproductionRecord
  /// The sections of the page: the name of each in its address, and as it is shown.
  let places: [(id: String, name: String)]

  var markup: Markup {
    element("header") {
      paragraph("Plateau · reproduction", className: "kicker")
      element("h1") { "How robust are saturating networks?" }
      element("p", ["class": "lead"]) {
        "A reproduction of the \(record.isFull ? "" : "perceptron ")experiments of "
        link("Nayebi and Ganguli (2017)", to: "#sources")
        " on "
        element("code") { record.environment.data }
        ": beside each flattering number, which a usual attack reports, stands the honest one, "
        "which is left when every attack here has been tried."
      }
      navigation
      if record.isQuick {
        element("p", ["class": "banner"]) {
          element("strong") { "Quick variant." }
          " Shorter training, fewer examples under attack: rougher numbers than those of the normal "
          "reproduction."
        }
      }
    }
  }

  private var navigation: Markup {
    element("nav", ["aria-label": "Sections"]) {
      element("ul") {
        for (id, name) in places {
          element("li") { link(name, to: "#\(id)") }
        }
      }
    }
  }
}
