import PlateauExperiments
import PlateauGeometry

/// The weights of each layer of each run.
struct RunWeightsSection {
  let runs: [RunReport.Run]

  var markup: Markup {
    section("weights", "Weights") {
      element("figure") {
        for (index, run) in runs.enumerated() {
          if runs.count > 1 { element("h3", ["class": "panel-name"]) { run.name } }
          element("div", ["class": "grid3"]) {
            for (number, layer) in run.weights.enumerated() {
              WeightsPlot(
                id: "weights-\(index)-\(number)", title: Wording.sentence(layer.name),
                layer: layer, className: "run\(index % 6)"
              ).markup
            }
          }
        }
        element("figcaption") {
          "Counts are logarithmic: there a Gaussian is a parabola, and a heavy tail flares out to "
          "the sides. The excess kurtosis γ₂ is 0 for a Gaussian."
        }
      }
    }
  }
}
