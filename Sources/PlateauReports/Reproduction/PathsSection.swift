import PlateauExperiments
import PlateauNetworks

/// Figure 4: length elements, softmax outputs and singular values along straight paths, a column for
/// each path, vanilla above saturating.
struct PathsSection {
  let record: ReproductionRecord

  /// The networks of one nonlinearity.
  private struct Panel {
    var activation: Activation
    var networks: [(model: ModelRecord, geometry: GeometryRecord)]

    /// The paths of the networks that share axes with one: those as trained, or those with a gain,
    /// whose numbers are hundreds of powers of ten smaller.
    func paths(like model: ModelRecord) -> [PathCurves] {
      networks.filter { $0.model.isAsTrained == model.isAsTrained }.flatMap(\.geometry.paths)
    }
  }

  var markup: Markup {
    let panels = record.activations(of: .mlp).map { activation in
      Panel(
        activation: activation,
        networks: record.geometry(of: activation).filter { !$0.geometry.paths.isEmpty })
    }.filter { !$0.networks.isEmpty }
    guard !panels.isEmpty else { return .empty }
    return section("figure4", "Figure 4: along straight paths between examples") {
      element("figure") {
        legend
        for (place, panel) in panels.enumerated() { figure(panel, id: "path-\(place)") }
        caption(panels)
      }
    }
  }

  private var legend: Markup {
    Legend(entries: [
      ("Fisher’s length; singular values of ∂p/∂x", "honest"),
      ("Euclidean length; singular values of J", "logits"),
      ("the same in naive float32", "naive dotted"),
      ("softmax output of the source’s class", "source"), ("of the target’s class", "target"),
      ("of the others", "rest"),
    ]).markup
  }

  private func figure(_ panel: Panel, id: String) -> Markup {
    Markup(joining: [
      element("h3", ["class": "panel-name"]) {
        "\(Wording.sentence(panel.activation.word)) perceptron"
        if panel.activation != .sigmoid { " (not in the paper)" }
      },
      Markup(
        joining: panel.networks.enumerated().map { number, network in
          let ranges = Self.ranges(panel.paths(like: network.model))
          return Markup(joining: [
            element("h4") { network.model.label },
            scrollBox("Figure 4, \(network.model.name)") {
              element("div", ["class": "paths"]) {
                for (place, path) in network.geometry.paths.enumerated() {
                  PathPlots(path: path, id: "\(id)-\(number)-\(place)", ranges: ranges).markup
                }
              }
            },
          ])
        }),
    ])
  }

  private static func ranges(_ paths: [PathCurves]) -> PathPlots.Ranges {
    PathPlots.Ranges(
      lengths: range(
        paths.flatMap { path in
          [path.naive, path.stable].flatMap { $0.fisher + $0.euclidean }
        }),
      singularValues: range(paths.flatMap(singularValues)))
  }

  private static func singularValues(_ path: PathCurves) -> [Double?] {
    let ranks = PathRanks(path)
    return [path.naive, path.stable].flatMap { curves in
      curves.logitSingularValues.flatMap { $0.prefix(ranks.logits) }
        + curves.probabilitySingularValues.flatMap { $0.prefix(ranks.probabilities) }
    }
  }

  /// Whole powers of ten around all logarithms.
  private static func range(_ logarithms: [Double?]) -> ClosedRange<Double> {
    let values = logarithms.compactMap(\.self)
    guard let least = values.min(), let most = values.max() else { return 0...1 }
    let start = least.rounded(.down)
    return start...max(most.rounded(.up), start + 1)
  }
}

// MARK: - Caption

extension PathsSection {
  private func caption(_ panels: [Panel]) -> Markup {
    element("figcaption") {
      element("strong") { "What to see. " }
      "A path mixes two test examples: (1 − s) times the first plus s times the second. Where a "
      "length element is small, the network hardly notices the way; where it peaks, it changes its "
      "mind. Vertical axes are logarithmic, the same for all networks of a nonlinearity as "
      "trained; those with a gain have their own. "
      for panel in panels { comparison(panel) }
      losses(panels)
      "Naive curves have gaps where numbers are lost: 0, infinite or none where the stable ones are "
      "positive; off by 10× are numbers more than ten times too large or too small. Stable curves "
      "have gaps where a number is 0, or too small beside the largest to be told from it. "
      "J is ∂logits/∂x; the singular value of ∂p/∂x that is always 0 is left out."
    }
  }

  /// The mean of the logarithm of Fisher's length element in every network.
  private func comparison(_ panel: Panel) -> Markup {
    let means = panel.networks.compactMap { model, geometry -> String? in
      let values = geometry.paths.flatMap { $0.stable.fisher.compactMap(\.self) }
      guard !values.isEmpty else { return nil }
      return "\(Wording.number(values.reduce(0, +) / Double(values.count), 1)) (\(model.label))"
    }
    guard !means.isEmpty else { return .empty }
    return Markup(
      "Mean log₁₀ of Fisher’s length element where it is positive, \(panel.activation.word): "
        + "\(means.joined(separator: "; ")). \(constantPoints(panel))")
  }

  /// The points that are left out of the means, at which the output does not change at all.
  private func constantPoints(_ panel: Panel) -> String {
    let counts = panel.networks.compactMap { model, geometry -> String? in
      let values = geometry.paths.flatMap(\.stable.fisher)
      let constant = values.count { $0 == nil }
      return constant == 0
        ? nil
        : "\(Wording.count(constant)) of \(Wording.count(values.count)) (\(model.label))"
    }
    guard !counts.isEmpty else { return "" }
    return "Left out of these means are points at which the map is exactly constant: "
      + "\(counts.joined(separator: "; ")). "
  }

  private func losses(_ panels: [Panel]) -> Markup {
    let found = panels.flatMap { panel in
      panel.networks.compactMap { model, geometry -> String? in
        let lost = PathLoss(geometry.paths).fisher
        guard lost.lost > 0 else { return nil }
        return "\(Wording.count(lost.lost)) of \(Wording.count(lost.all)) of \(model.name)"
      }
    }
    guard !found.isEmpty else { return "Naive arithmetic loses none of Fisher’s length elements. " }
    return Markup("Naive arithmetic loses Fisher’s length element at \(Wording.list(found)). ")
  }
}
