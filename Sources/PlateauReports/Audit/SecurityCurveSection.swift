import PlateauExperiments
import PlateauNumerics

/// Robust accuracy against epsilon, for naive, stable and softened attacks, above what is proven.
struct SecurityCurveSection {
  let records: [AuditRecord]

  var markup: Markup {
    section("curve", "Security curve") {
      element("figure") {
        element("div", ["class": "grid2"]) {
          element("div") {
            Legend(entries: curves).markup
            summary
          }
          element("div") {
            Legend(
              entries: attacks.enumerated().map { ($0.element, Ink.run($0.offset)) }
                + [("worst case", "honest")]
            ).markup
            everyAttack
          }
        }
        element("figcaption") {
          element("strong") { "What to see. " }
          if hasGradients {
            "Between the naive curve and the worst case lies robustness that is not there; between the "
            "worst case and the certified curve what nobody knows. Below the certified curve robustness "
            "is proven; what is proven of an ε holds for every smaller one. "
          } else {
            "The model only answers queries: below the worst case nothing is known. "
          }
          "At ε = 0 stands the accuracy without an attack."
        }
      }
    }
  }

  private var clean: Double { records[0].cleanAccuracy }
  private var hasGradients: Bool { records.allSatisfy { $0.queries == nil } }

  /// What the curves are of, with their marks.
  private var curves: [(String, String)] {
    guard hasGradients else { return [("worst case over all attacks", "honest")] }
    return [
      ("naive float32, the lowest", "naive"), ("stable gradients, the lowest", "stable"),
      ("worst case over all attacks", "honest"), ("certified", "clean"),
    ]
  }

  /// A curve from the accuracy without an attack on.
  private func curve(
    _ name: String, _ className: String, isStepped: Bool = false,
    _ value: (AuditRecord) -> Double?
  ) -> LinePlot.Curve {
    let points = records.compactMap { record in
      value(record).map { LinePlot.Point(x: record.epsilon, y: $0) }
    }
    return LinePlot.Curve(
      name: name, className: className, points: [LinePlot.Point(x: 0, y: clean)] + points,
      isMarked: true, isStepped: isStepped)
  }

  private var worstCase: LinePlot.Curve {
    curve("worst case", "honest") { $0.worstCase.robustAccuracy }
  }

  private var summary: Markup {
    guard hasGradients else {
      return plot(
        id: "security", title: "What queries leave", curves: [worstCase], shadedCurve: nil)
    }
    return plot(
      id: "security", title: "What is reported, what is left, what is proven",
      curves: [
        curve("naive", "naive") { $0.naiveAccuracy },
        curve("stable", "stable") { record in
          record.attacks.filter { $0.gradient == "stable" && $0.examples == nil }
            .map(\.robustAccuracy).min()
        },
        worstCase,
        curve("certified", "clean", isStepped: true) { $0.certifiedAccuracy },
      ], shadedCurve: 3)
  }

  /// The attacks that ran on all examples at every epsilon, each once.
  private var attacks: [String] {
    let everywhere = records.map { record in
      record.attacks.filter { $0.examples == nil }.map(name)
    }
    var names: [String] = []
    for name in everywhere[0]
    where !names.contains(name) && everywhere.allSatisfy({ $0.contains(name) }) {
      names.append(name)
    }
    return names
  }

  private func name(_ attack: AttackRecord) -> String {
    "\(attack.gradient) \(attack.precision.rawValue) \(attack.name)"
  }

  private var everyAttack: Markup {
    let curves = attacks.enumerated().map { index, attack in
      curve(attack, Ink.run(index)) { record in
        record.attacks.first { $0.examples == nil && name($0) == attack }?.robustAccuracy
      }
    }
    return plot(
      id: "attacks", title: "Every attack on all examples", curves: curves + [worstCase],
      shadedCurve: nil)
  }

  private func plot(
    id: String, title: String, curves: [LinePlot.Curve], shadedCurve: Int?
  ) -> Markup {
    let text = curves.map { curve in
      let points = curve.points.map { "\(Wording.percent($0.y)) at ε = \($0.x)" }
      return "\(curve.name): \(points.joined(separator: ", "))"
    }
    return LinePlot(
      id: id, title: title, annotation: nil, description: text.joined(separator: "; "),
      xLabel: "ε", yLabel: "accuracy, %", curves: curves, yRange: 0...1, isPercentage: true,
      shadedCurve: shadedCurve,
      xTicks: ([0] + records.map(\.epsilon)).map { Tick(value: $0, label: Wording.plain($0)) },
      frame: .wide
    ).markup
  }
}
