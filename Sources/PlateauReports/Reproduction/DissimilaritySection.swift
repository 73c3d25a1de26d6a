import PlateauExperiments
import PlateauNetworks

/// Figures 3 and 7: the dissimilarity matrix of every layer, vanilla above saturating.
struct DissimilaritySection {
  let record: ReproductionRecord
  let activation: Activation
  /// The number of the figure.
  let number: Int

  /// A network with its matrices, and the geometry of the layer that each belongs to.
  private struct Network {
    var model: ModelRecord
    var layers: [(matrix: DissimilarityRecord, values: [Double], geometry: LayerGeometry?)]
  }

  var markup: Markup {
    let networks = networks
    guard !networks.isEmpty else { return .empty }
    let range = range(networks)
    return section("figure\(number)", "Figure \(number): dissimilarity of representations") {
      element("figure") {
        element("h3", ["class": "panel-name"]) { "\(Wording.sentence(activation.word)) perceptron" }
        HeatMapKey(name: "1 − correlation of activities", range: range).markup
        for (place, network) in networks.enumerated() {
          element("h4") { network.model.label }
          scrollBox("Figure \(number), \(network.model.label)") {
            element("div", ["class": "figure-row"]) {
              for index in network.layers.indices {
                map(network, index, range, id: "dissimilarity\(number)-\(place)-\(index)")
              }
            }
          }
        }
        caption(networks)
      }
    }
  }

  private var networks: [Network] {
    record.geometry(of: activation).compactMap { model, geometry in
      let matrices = geometry.dissimilarities.filter { !$0.labels.isEmpty }
      guard !matrices.isEmpty else { return nil }
      return Network(
        model: model,
        layers: matrices.map { matrix in
          (matrix, matrix.values, geometry.analysis.layers.first { $0.name == matrix.name })
        })
    }
  }

  /// From 0 to the largest value of the figure, rounded up to a tenth.
  private func range(_ networks: [Network]) -> ClosedRange<Double> {
    let most = networks.flatMap { $0.layers.map { $0.matrix.upper.max() ?? 0 } }.max() ?? 0
    return 0...max(0.1, (10 * most).rounded(.up) / 10)
  }

  private func map(
    _ network: Network, _ index: Int, _ range: ClosedRange<Double>, id: String
  ) -> Markup {
    let (matrix, values, geometry) = network.layers[index]
    let within = geometry?.withinClasses.map { "within classes \(Wording.number($0, 3))" }
    let between = geometry?.betweenClasses.map { "between classes \(Wording.number($0, 3))" }
    let means = [within, between].compactMap(\.self)
    return HeatMap(
      id: id, title: matrix.name, annotation: Self.separation(geometry?.separation),
      description: "Dissimilarities of \(Wording.count(matrix.labels.count)) stimuli in the order "
        + "of their classes; "
        + (means.isEmpty ? "no means are known." : "mean \(means.joined(separator: ", "))."),
      values: values, labels: matrix.labels, range: range
    ).markup
  }

  private static func separation(_ value: Double?) -> String {
    value.map { "between ÷ within = \(Wording.number($0, 2))" } ?? "between ÷ within undefined"
  }
}

// MARK: - Caption

extension DissimilaritySection {
  private func caption(_ networks: [Network]) -> Markup {
    let stimuli = networks[0].layers[0].matrix.labels.count
    return element("figcaption") {
      element("strong") { "What to see. " }
      "Every point is a pair of \(Wording.count(stimuli)) test examples; dark pairs are represented "
      "alike. Examples are in the order of their classes, whose numbers stand at the edges: a layer "
      "that separates classes has dark squares along the diagonal on light ground. Printed is the "
      "mean dissimilarity of two examples of different classes over that of two of one class. "
      comparison(networks)
      if stimuli > HeatMap.largestSide {
        "Every pixel is the mean of neighboring pairs; "
        link("figure\(number).csv", to: "figure\(number).csv")
        " has them all."
      }
    }
  }

  /// In how many layers classes separate more in the saturating network than in the vanilla one, both
  /// as trained; nothing where there is nothing to compare.
  private func comparison(_ networks: [Network]) -> Markup {
    func trained(_ training: Preset.Training) -> Network? {
      networks.first { $0.model.training == training && $0.model.isAsTrained }
    }
    guard let first = trained(.vanilla), let last = trained(.saturating) else { return .empty }
    let pairs = zip(first.layers, last.layers).compactMap { before, after in
      before.geometry?.separation.flatMap { before in
        after.geometry?.separation.map { (before, $0) }
      }
    }
    guard !pairs.isEmpty else { return .empty }
    let changes = pairs.map { "\(Wording.number($0, 2)) → \(Wording.number($1, 2))" }
    return Markup(
      "From \(first.model.label) to \(last.model.label) this ratio rises in "
        + "\(pairs.count { $1 > $0 }) of \(pairs.count) layers (\(changes.joined(separator: "; "))). "
    )
  }
}
