import PlateauExperiments

/// Robust accuracy against epsilon, for naive, stable and softened attacks, above what is proven.
struct SecurityCurveSection {
  let records: [AuditRecord]

  var markup: Markup {
    section("curve", "Security curve") {
      element("figure") {
        Legend(entries: [
          ("naive float32, the lowest", "naive"), ("stable gradients, the lowest", "stable"),
          ("worst case over all attacks", "honest"), ("certified", "clean"),
        ]).markup
        plot
        element("figcaption") {
          element("strong") { "What to see. " }
          "Between the naive curve and the worst case lies robustness that is not there; between the "
          "worst case and the certified curve what nobody knows. Below the certified curve robustness "
          "is proven. At ε = 0 stands the accuracy without an attack."
        }
      }
    }
  }

  private var plot: Markup {
    let clean = records[0].cleanAccuracy
    func curve(
      _ name: String, _ className: String, at zero: Double, _ value: (AuditRecord) -> Double?
    ) -> LinePlot.Curve {
      let points = records.compactMap { record in
        value(record).map { LinePlot.Point(x: record.epsilon, y: $0) }
      }
      return LinePlot.Curve(
        name: name, className: className, points: [LinePlot.Point(x: 0, y: zero)] + points,
        isMarked: true)
    }
    let text = records.map {
      "ε = \($0.epsilon): naive \(Wording.percent($0.naiveAccuracy ?? clean)), worst case "
        + "\(Wording.percent($0.worstCase.robustAccuracy)), certified "
        + ($0.certifiedAccuracy.map(Wording.percent) ?? "unknown")
    }
    return LinePlot(
      id: "security", title: records[0].model, annotation: nil,
      description: text.joined(separator: "; "), xLabel: "ε", yLabel: "accuracy, %",
      curves: [
        curve("naive", "naive", at: clean) { $0.naiveAccuracy },
        curve("stable", "stable", at: clean) { record in
          record.attacks.filter { $0.gradient == "stable" && $0.examples == nil }
            .map(\.robustAccuracy).min()
        },
        curve("worst case", "honest", at: clean) { $0.worstCase.robustAccuracy },
        curve("certified", "clean", at: clean) { $0.certifiedAccuracy },
      ],
      yRange: 0...1, isPercentage: true, shadedCurve: 3,
      xTicks: ([0] + records.map(\.epsilon)).map { Tick(value: $0, label: Wording.plain($0)) },
      frame: .wide
    ).markup
  }
}
