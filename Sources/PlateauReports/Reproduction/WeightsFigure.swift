import PlateauExperiments
import PlateauGeometry

/// Histograms of the weights of each layer, vanilla beside saturating: Figure 1, and in Figure 8.
struct WeightsFigure {
  let networks: [ComparedNetworks]
  /// The beginning of the names of the plots, unique in the page.
  let id: String

  var markup: Markup {
    element("figure") {
      for (letter, panel) in zip("ABCD", networks) {
        element("h3", ["class": "panel-name"]) { "\(letter) · \(panel.name)" }
        element("div", ["class": "grid3"]) {
          for index in 0..<(panel.models.map(\.weights.count).max() ?? 0) {
            element("div", ["class": "pair"]) {
              for model in panel.models where index < model.weights.count {
                plot(model, model.weights[index], "\(letter)-\(index)")
              }
            }
          }
        }
      }
      element("figcaption") {
        element("strong") { "What to see. " }
        "Counts are logarithmic: there a Gaussian is a parabola, and a heavy tail flares out to "
        "the sides. The excess kurtosis γ₂ is 0 for a Gaussian. Each plot has its own horizontal "
        "axis. "
        for panel in networks { sentence(panel) }
        "A gain multiplies hidden weights by one number and leaves γ₂ as it is."
      }
    }
  }

  private func plot(_ model: ModelRecord, _ layer: LayerRecord, _ place: String) -> Markup {
    WeightsPlot(
      id: "\(id)-\(place)-\(model.training.rawValue)", title: "\(model.label), \(layer.name)",
      layer: layer, className: model.ink.rawValue
    ).markup
  }

  /// In how many layers the kurtosis rises; nothing where there is nothing to compare.
  private func sentence(_ panel: ComparedNetworks) -> Markup {
    guard panel.models.count == 2 else { return .empty }
    let pairs = zip(panel.models[0].weights, panel.models[1].weights).compactMap { pair in
      pair.0.distribution.excessKurtosis.flatMap { before in
        pair.1.distribution.excessKurtosis.map { (before, $0) }
      }
    }
    guard !pairs.isEmpty else { return .empty }
    let rising = pairs.count { $1 > $0 }
    let changes = pairs.map { "\(Wording.number($0, 1)) → \(Wording.number($1, 1))" }
    return Markup(
      "From vanilla to saturating it rises in \(rising) of \(pairs.count) layers of the "
        + "\(panel.name) (\(changes.joined(separator: "; "))). ")
  }
}
