import PlateauExperiments
import PlateauGeometry

/// Histograms of the activities of each hidden layer, with the share on the flat part: Figure 2, and
/// in Figure 8.
struct ActivitiesFigure {
  let networks: [ComparedNetworks]
  /// The beginning of the names of the plots, unique in the page.
  let id: String

  var markup: Markup {
    element("figure") {
      for (letter, panel) in zip("ABCD", networks) {
        element("h3", ["class": "panel-name"]) { panel.name }
        for row in Self.rows(panel) {
          element("div", ["class": (row.first?.activities.count ?? 0) > 2 ? "grid3" : "grid2"]) {
            for model in row { plots(model, letter: letter) }
          }
        }
      }
      element("figcaption") {
        element("strong") { "What to see. " }
        "A saturated unit sits on a flat part of its nonlinearity: near 0 or 1 for the sigmoid, at "
        "0 for ReLU. Printed is the saturated share: (unit, example) pairs whose slope is at most "
        "a hundredth of the largest. Counts are logarithmic. "
        for panel in networks { sentence(panel) }
      }
    }
  }

  /// The networks that share a row: two of two hidden layers, or else each its own.
  private static func rows(_ panel: ComparedNetworks) -> [[ModelRecord]] {
    panel.models.allSatisfy { $0.activities.count <= 2 }
      ? [panel.models] : panel.models.map { [$0] }
  }

  private func plots(_ model: ModelRecord, letter: Character) -> Markup {
    Markup(
      joining: model.activities.enumerated().map { index, layer in
        plot(model, layer, id: "\(id)-\(letter)-\(model.training.rawValue)-\(index)")
      })
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

  private func sentence(_ panel: ComparedNetworks) -> Markup {
    let shares = panel.models.map { "\($0.label) \(Wording.percent($0.saturatedFraction))" }
    return Markup(
      "Over all layers of the \(panel.name): \(shares.joined(separator: ", ")). ")
  }
}
