import PlateauExperiments
import PlateauGeometry
import PlateauNetworks

/// Figure 2: the activities of each hidden layer, with the share on the flat part.
struct ActivitiesSection {
  let record: ReproductionRecord

  var markup: Markup {
    let panels = WeightsSection.panels(of: record)
    return section("figure2", "Figure 2: activities") {
      element("figure") {
        for panel in panels {
          element("h3", ["class": "panel-name"]) { "\(panel.activation.word) perceptron" }
          element("div", ["class": "grid2"]) {
            for model in panel.models {
              for (index, layer) in model.activities.enumerated() {
                plot(
                  model, layer,
                  id: "activities-\(panel.letter)-\(model.training.rawValue)-\(index)")
              }
            }
          }
        }
        element("figcaption") {
          element("strong") { "What to see. " }
          "A saturated unit sits on a flat part of its nonlinearity: near 0 or 1 for the sigmoid, at "
          "0 for ReLU. Printed is the saturated share: (unit, example) pairs whose slope is at most "
          "a hundredth of the largest. Counts are logarithmic. "
          for panel in panels { sentence(panel) }
        }
      }
    }
  }

  private func plot(_ model: ModelRecord, _ layer: LayerRecord, id: String) -> Markup {
    let distribution = layer.distribution
    let saturated = layer.saturatedFraction.map { "\(Wording.percent($0)) saturated" }
    return HistogramPlot(
      id: id, title: "\(model.label), \(layer.name)", annotation: saturated ?? "",
      description: "Histogram of \(Wording.count(distribution.count)) activities from "
        + "\(Wording.number(distribution.minimum, 2)) to "
        + "\(Wording.number(distribution.maximum, 2)), mean "
        + "\(Wording.number(distribution.mean, 3)), with a logarithmic count axis.",
      quantity: "activity", histogram: distribution.histogram, className: model.ink.rawValue,
      frame: .narrow
    ).markup
  }

  private func sentence(_ panel: WeightsSection.Panel) -> Markup {
    let shares = panel.models.map { "\($0.label) \(Wording.percent($0.saturatedFraction))" }
    return Markup(
      "Over all layers of the \(panel.activation.word) perceptron: "
        + "\(shares.joined(separator: ", ")). ")
  }
}
