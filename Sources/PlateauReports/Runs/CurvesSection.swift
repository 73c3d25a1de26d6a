import PlateauExperiments

/// The course of training: one plot for each quantity, one curve for each run.
struct CurvesSection {
  let runs: [RunReport.Run]

  /// A quantity that is recorded once an epoch.
  private struct Quantity {
    var name: String
    var isFraction = false
    var value: @Sendable (EpochRecord) -> Double?
  }

  private static let quantities = [
    Quantity(name: "loss") { $0.loss },
    Quantity(name: "penalty, summed over hidden units") { $0.penalty },
    Quantity(name: "penalty weight λ") { $0.penaltyWeight },
    Quantity(name: "saturated fraction", isFraction: true) { $0.saturatedFraction },
    Quantity(name: "training accuracy", isFraction: true) { $0.trainingAccuracy },
    Quantity(name: "validation accuracy", isFraction: true) { $0.validationAccuracy },
    Quantity(name: "validation accuracy under attack", isFraction: true) {
      $0.validationAdversarialAccuracy
    },
  ]

  var markup: Markup {
    section("curves", "Training") {
      element("figure") {
        if runs.count > 1 {
          Legend(entries: runs.enumerated().map { ($1.name, Ink.run($0)) }).markup
        }
        element("div", ["class": "grid3"]) {
          for (index, quantity) in Self.quantities.enumerated() { plot(quantity, index) }
        }
        element("figcaption") {
          "Loss, penalty and saturated fraction are means over the steps of an epoch. Loss is the "
          "cross-entropy plus λ times the penalty. Training accuracy is measured on each example "
          "before its step."
        }
      }
    }
  }

  private func plot(_ quantity: Quantity, _ index: Int) -> Markup {
    let curves = runs.enumerated().map { index, run in
      LinePlot.Curve(
        name: run.name, className: Ink.run(index),
        points: run.epochs.compactMap { epoch in
          quantity.value(epoch).map { LinePlot.Point(x: Double(epoch.epoch), y: $0) }
        })
    }
    guard curves.contains(where: { !$0.points.isEmpty }) else { return .empty }
    return LinePlot(
      id: "curve-\(index)", title: Wording.sentence(quantity.name),
      description: curves.compactMap { description($0, quantity) }.joined(separator: "; "),
      xLabel: "epoch", yLabel: quantity.isFraction ? "%" : "", curves: curves,
      yRange: quantity.isFraction ? 0...1 : nil, isPercentage: quantity.isFraction
    ).markup
  }

  private func description(_ curve: LinePlot.Curve, _ quantity: Quantity) -> String? {
    guard let first = curve.points.first, let last = curve.points.last else { return nil }
    func text(_ value: Double) -> String {
      quantity.isFraction ? Wording.percent(value) : Wording.number(value, 4)
    }
    return "\(curve.name): from \(text(first.y)) in epoch \(Wording.plain(first.x)) to "
      + "\(text(last.y)) in epoch \(Wording.plain(last.x))"
  }
}
