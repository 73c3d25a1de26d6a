import PlateauExperiments
import PlateauGeometry

/// Figure 6: robust accuracy of linear classifiers against the excess kurtosis of their weights.
struct LinearSection {
  let record: ReproductionRecord

  /// One of the three experiments, at each epsilon.
  private struct Panel {
    var letter: String
    var name: String
    var experiments: [LinearExperiment]
    /// Whether clean accuracy changes from classifier to classifier, and is shown.
    var showsClean: Bool
  }

  var markup: Markup {
    let panels = panels
    guard !panels.isEmpty else { return .empty }
    return section("figure6", "Figure 6: kurtosis and robustness of linear classifiers") {
      element("figure") {
        Legend(entries: [
          ("robust accuracy, exact", "dots honest"), ("line of least squares", "fit"),
          ("theory", "theory"), ("clean accuracy", "dots clean"),
        ]).markup
        for panel in panels {
          element("h3", ["class": "panel-name"]) { "\(panel.letter) · \(panel.name)" }
          element("div", ["class": "grid3"]) {
            for (place, experiment) in panel.experiments.enumerated() {
              plot(experiment, of: panel, id: "linear-\(panel.letter)-\(place)")
            }
          }
        }
        caption(panels)
      }
    }
  }

  private var panels: [Panel] {
    guard let linear = record.linear else { return [] }
    return [
      Panel(
        letter: "a", name: "two Gaussian classes, weights drawn from families of different tails",
        experiments: ordered(linear.gaussian), showsClean: false),
      Panel(
        letter: "b", name: "softmax regression, its weights replaced rank by rank by such draws",
        experiments: ordered(linear.ranked), showsClean: true),
      Panel(
        letter: "c", name: "softmax regressions trained with growing sparsity",
        experiments: ordered(linear.sparse), showsClean: true),
    ].filter { !$0.experiments.isEmpty }
  }

  /// With that of the largest epsilon first, at which the claim is judged.
  private func ordered(_ experiments: [LinearExperiment]) -> [LinearExperiment] {
    experiments.filter { !$0.points.isEmpty }.sorted { $0.epsilon > $1.epsilon }
  }

  private func plot(_ experiment: LinearExperiment, of panel: Panel, id: String) -> Markup {
    let points = experiment.points
    let range = Self.range(points.map(\.excessKurtosis))
    func dots(
      _ name: String, _ className: String, _ value: (LinearPoint) -> Double
    ) -> LinePlot.Curve {
      LinePlot.Curve(
        name: name, className: className,
        points: points.map { LinePlot.Point(x: $0.excessKurtosis, y: value($0)) }, isJoined: false)
    }
    var curves: [LinePlot.Curve] = []
    if panel.showsClean { curves.append(dots("clean", "clean", \.cleanAccuracy)) }
    if let theory = experiment.theory {
      let shown = theory.filter { range.contains($0.excessKurtosis) }
      curves.append(
        LinePlot.Curve(
          name: "theory", className: "theory",
          points: shown.map { LinePlot.Point(x: $0.excessKurtosis, y: $0.robustAccuracy) }))
    }
    if let line = experiment.line { curves.append(Self.fit(line, over: range)) }
    curves.append(dots("robust", "honest", \.robustAccuracy))
    return LinePlot(
      id: id, title: "ε = \(Wording.plain(experiment.epsilon))", annotation: Self.fit(experiment),
      description: description(experiment), xLabel: "excess kurtosis γ₂ of the weights",
      yLabel: "accuracy, %", curves: curves, xRange: range, yRange: 0...1, isPercentage: true
    ).markup
  }

  /// A little wider than the values.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let least = values.min(), let most = values.max() else { return 0...1 }
    let margin = most > least ? 0.04 * (most - least) : 1
    return (least - margin)...(most + margin)
  }

  /// The line as far as it is an accuracy: between 0 and 1.
  private static func fit(
    _ line: LeastSquaresLine, over range: ClosedRange<Double>
  ) -> LinePlot.Curve {
    var (start, end) = (range.lowerBound, range.upperBound)
    if line.slope != 0 {
      let places = [-line.intercept / line.slope, (1 - line.intercept) / line.slope].sorted()
      (start, end) = (max(start, places[0]), min(end, places[1]))
    }
    let places = start <= end ? [start, end] : []
    return LinePlot.Curve(
      name: "line", className: "fit", points: places.map { LinePlot.Point(x: $0, y: line($0)) })
  }
}

// MARK: - Words

extension LinearSection {
  private static func fit(_ experiment: LinearExperiment) -> String {
    guard let line = experiment.line else { return "no line" }
    return line.rSquared.map { "R² = \(Wording.number($0, 2))" } ?? "R² undefined"
  }

  private func description(_ experiment: LinearExperiment) -> String {
    let (kurtosis, robust) = (
      experiment.points.map(\.excessKurtosis), experiment.points.map(\.robustAccuracy)
    )
    let text =
      "\(Wording.count(kurtosis.count)) classifiers, their excess kurtosis from "
      + "\(Wording.number(kurtosis.min() ?? 0, 1)) to \(Wording.number(kurtosis.max() ?? 0, 1)), "
      + "robust accuracy from \(Wording.percent(robust.min() ?? 0)) to "
      + "\(Wording.percent(robust.max() ?? 0)). "
    return text + Wording.sentence(trend(experiment)) + "."
  }

  /// The slope and how close points are to the line, by rule.
  private func trend(_ experiment: LinearExperiment) -> String {
    guard let line = experiment.line else { return "kurtosis does not vary" }
    guard let rSquared = line.rSquared else { return "robust accuracy does not vary" }
    let closeness = rSquared >= 0.9 ? "close to" : rSquared >= 0.5 ? "roughly along" : "far from"
    let direction = line.slope > 0 ? "rising" : "falling"
    return "dots are \(closeness) a \(direction) line: "
      + "\(Wording.number(100 * line.slope, 2))\u{A0}percentage points for each unit of γ₂, "
      + "R² = \(Wording.number(rSquared, 2))"
  }

  private func caption(_ panels: [Panel]) -> Markup {
    element("figcaption") {
      element("strong") { "What to see. " }
      "Every dot is a linear classifier; its robust accuracy is exact, not that of an attack. The "
      "paper’s claim is that it rises linearly with kurtosis. "
      for panel in panels {
        if let first = panel.experiments.first {
          "(\(panel.letter)) At ε = \(Wording.plain(first.epsilon)) \(trend(first)). "
        }
      }
      "Close means R² of at least 0.9, roughly one of at least 0.5. In (a) clean accuracy is the same "
      "for all weights, and theory is the limit of many dimensions; in (b) and (c) it changes with "
      "them. The experiments are ours: of the paper’s only the claim is known."
    }
  }
}
