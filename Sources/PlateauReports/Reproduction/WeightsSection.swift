import PlateauExperiments
import PlateauGeometry
import PlateauNetworks

/// Figure 1: the weights of each layer, vanilla beside saturating.
struct WeightsSection {
  let record: ReproductionRecord

  /// The networks of one nonlinearity that are compared.
  struct Panel {
    var letter: String
    var activation: Activation
    var models: [ModelRecord]
  }

  static func panels(of record: ReproductionRecord) -> [Panel] {
    let models = record.activations.map { activation in
      (
        activation,
        [Preset.Training.vanilla, .saturating].compactMap { record.model($0, activation) }
      )
    }
    let shown = models.filter { !$0.1.isEmpty }
    return zip("ABCD", shown).map {
      Panel(letter: String($0), activation: $1.0, models: $1.1)
    }
  }

  var markup: Markup {
    let panels = Self.panels(of: record)
    return section("figure1", "Figure 1: weights") {
      element("figure") {
        for panel in panels {
          element("h3", ["class": "panel-name"]) {
            "\(panel.letter) · \(panel.activation.word) perceptron"
          }
          element("div", ["class": "grid3"]) {
            for index in 0..<(panel.models.map(\.weights.count).max() ?? 0) {
              element("div", ["class": "pair"]) {
                for model in panel.models where index < model.weights.count {
                  plot(model, model.weights[index], "\(panel.letter)-\(index)")
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
          for panel in panels { sentence(panel) }
          "A gain multiplies hidden weights by one number and leaves γ₂ as it is."
        }
      }
    }
  }

  private func plot(_ model: ModelRecord, _ layer: LayerRecord, _ place: String) -> Markup {
    WeightsPlot(
      id: "weights-\(place)-\(model.training.rawValue)", title: "\(model.label), \(layer.name)",
      layer: layer, className: model.ink.rawValue
    ).markup
  }

  /// In how many layers the kurtosis rises; nothing where there is nothing to compare.
  private func sentence(_ panel: Panel) -> Markup {
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
        + "\(panel.activation.word) perceptron (\(changes.joined(separator: "; "))). ")
  }
}
