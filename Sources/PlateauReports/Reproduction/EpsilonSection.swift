import PlateauExperiments

/// Robust accuracy against epsilon, one plot for each network; absent with fewer than two epsilons.
struct EpsilonSection {
  let record: ReproductionRecord

  var markup: Markup {
    guard record.epsilons.count >= 2 else { return .empty }
    return section("epsilon", "Robust accuracy against ε") {
      element("figure") {
        Legend(
          entries: [("naive float32 FGSM", "naive"), ("worst case over all attacks", "honest")]
            + (record.hasProofs ? [("proven by interval bounds", "clean")] : [])
        ).markup
        element("div", ["class": "grid2"]) {
          for (index, model) in record.models.enumerated() where !model.robustness.isEmpty {
            plot(model, id: "epsilon-\(index)")
          }
        }
        element("figcaption") {
          element("strong") { "What to see. " }
          "The orange area is robustness that naive FGSM reports and that is not there. "
          if record.hasProofs {
            "In the gray area robustness is proven, whatever the attack: what is proven of an ε holds "
            "for every smaller one. "
          }
          "At ε = 0 stands the accuracy without an attack. This figure is not one of the paper’s. "
          if record.seeds.count > 1 { "It is of seed \(record.seed). " }
          summary
        }
      }
    }
  }

  /// What is proven; none where nothing is.
  private func proven(_ model: ModelRecord, from clean: Double) -> [LinePlot.Curve] {
    let points = model.robustness.compactMap { row in
      row.certified.map { LinePlot.Point(x: row.epsilon, y: $0) }
    }
    guard !points.isEmpty else { return [] }
    return [
      LinePlot.Curve(
        name: "proven", className: "clean", points: [LinePlot.Point(x: 0, y: clean)] + points,
        isMarked: true, isStepped: true)
    ]
  }

  private func plot(_ model: ModelRecord, id: String) -> Markup {
    let naive = model.robustness.map {
      LinePlot.Point(x: $0.epsilon, y: $0.naiveFGSM.robustAccuracy)
    }
    let worst = model.robustness.map { LinePlot.Point(x: $0.epsilon, y: $0.worstCase) }
    let clean = model.robustness[0].worstCaseCleanAccuracy
    let proven = proven(model, from: clean)
    let text = model.robustness.map { row in
      "ε = \(row.epsilon): naive \(Wording.percent(row.naiveFGSM.robustAccuracy)), worst case "
        + Wording.percent(row.worstCase)
        + (row.certified.map { ", proven \(Wording.percent($0))" } ?? "")
    }
    return LinePlot(
      id: id, title: model.name, annotation: findings(model),
      description: text.joined(separator: "; "), xLabel: "ε", yLabel: "accuracy, %",
      curves: [
        LinePlot.Curve(
          name: "naive", className: "naive",
          points: [LinePlot.Point(x: 0, y: model.cleanAccuracy)] + naive, isMarked: true)
      ] + proven + [
        LinePlot.Curve(
          name: "worst case", className: "honest",
          points: [LinePlot.Point(x: 0, y: clean)] + worst, isMarked: true)
      ],
      yRange: 0...1, isPercentage: true, shadesGap: true, shadedCurve: proven.isEmpty ? nil : 1,
      xTicks: ([0] + record.epsilons).map { Tick(value: $0, label: Wording.plain($0)) },
      frame: .narrow
    ).markup
  }

  /// The findings, each with the epsilons of which it is true: `plausible 0.1 · broken 0.25, 0.3`.
  private func findings(_ model: ModelRecord) -> String {
    var groups: [(kind: Finding.Kind, epsilons: [String])] = []
    for row in model.robustness {
      let kind = Finding(row, testExamples: record.testExamples).kind
      let epsilon = Wording.plain(row.epsilon)
      if groups.last?.kind == kind {
        groups[groups.count - 1].epsilons.append(epsilon)
      } else {
        groups.append((kind, [epsilon]))
      }
    }
    if groups.count == 1 { return groups[0].kind.rawValue }
    return groups.map { "\($0.kind.rawValue) \($0.epsilons.joined(separator: ", "))" }
      .joined(separator: " · ")
  }

  private var summary: Markup {
    let masked = record.models.filter { model in
      model.robustness.contains {
        Finding($0, testExamples: record.testExamples).kind == .masked
      }
    }
    guard !masked.isEmpty else {
      return "No network here is masked at any ε."
    }
    return "Masked at some ε: \(Wording.list(masked.map(\.name)))."
  }
}
