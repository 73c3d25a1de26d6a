import PlateauExperiments

/// The answer in one glance: the flattering and the honest number of the saturating sigmoid networks.
struct AnswerSection {
  let record: ReproductionRecord

  /// A network with what was found out about it at the epsilon of this section.
  private struct Row {
    let model: ModelRecord
    let robustness: RobustnessRecord
    let finding: Finding
  }

  private var rows: [Row] {
    rows(of: record.mainModels)
  }

  private func rows(of models: [ModelRecord]) -> [Row] {
    guard let epsilon = record.mainEpsilon else { return [] }
    return models.compactMap { model in
      model.robustness(at: epsilon).map {
        Row(
          model: model, robustness: $0,
          finding: Finding($0, testExamples: record.testExamples))
      }
    }
  }

  var markup: Markup {
    let rows = rows
    return section("answer", "The answer\(record.mainEpsilon.map { " at ε = \($0)" } ?? "")") {
      if let row = mostFlattering(rows) {
        answer(row)
        element("div", ["class": "cards"]) {
          for row in rows { card(row) }
        }
        controls
        note(row)
      } else {
        paragraph("This record holds no attack on a saturating sigmoid network.")
      }
    }
  }

  private func mostFlattering(_ rows: [Row]) -> Row? {
    rows.max { $0.robustness.naiveFGSM.robustAccuracy < $1.robustness.naiveFGSM.robustAccuracy }
  }

  private func answer(_ row: Row) -> Markup {
    let naive = Wording.percent(row.robustness.naiveFGSM.robustAccuracy)
    let worst = Wording.percent(row.robustness.worstCase)
    return element("p", ["class": "answer"]) {
      "A usual attack on \(row.model.name) reports a robust accuracy of "
      element("strong", ["class": "naive"]) { naive }
      switch row.finding.kind {
      case .masked: ". What withstands every attack is "
      case .broken: ": no robustness, and none reported. The worst case is "
      case .plausible: ". No attack here gets far below that: the worst case is "
      }
      element("strong", ["class": "honest"]) { worst }
      "."
    }
  }

  private func card(_ row: Row) -> Markup {
    let bars = [
      BarPair.Bar(
        label: "Naive float32 FGSM", remark: "what a usual evaluation reports",
        fraction: row.robustness.naiveFGSM.robustAccuracy, ink: .naive),
      BarPair.Bar(
        label: "Worst case over all attacks", remark: "the most that can be claimed",
        fraction: row.robustness.worstCase, ink: .honest),
      BarPair.Bar(
        label: "Without an attack", remark: "clean accuracy", fraction: row.model.cleanAccuracy,
        ink: .clean),
    ]
    return element("article", ["class": "card"]) {
      element("div", ["class": "card-head"]) {
        element("h3") { Wording.unbroken(row.model.name) }
        element("span", ["class": "badge \(row.finding.kind == .plausible ? "good" : "bad")"]) {
          row.finding.word
        }
      }
      BarPair(bars: bars).markup
      paragraph(row.finding.sentences.joined(separator: " "))
    }
  }

  /// What gains alone do, where the record has networks that show it.
  @MarkupBuilder private var controls: Markup {
    let rows = rows(of: record.controls)
    if !rows.isEmpty {
      element("p", ["class": "control"]) {
        element("strong") { "Control. " }
        "The same factors on a vanilla network, which nothing drove to saturate: "
        for (index, row) in rows.enumerated() {
          if index > 0 { "; " }
          "\(row.model.name) has a naive FGSM accuracy of "
          element("strong", ["class": "naive"]) {
            Wording.percent(row.robustness.naiveFGSM.robustAccuracy)
          }
          " and a worst case of "
          element("strong", ["class": "honest"]) { Wording.percent(row.robustness.worstCase) }
        }
        "."
      }
    }
  }

  private func note(_ row: Row) -> Markup {
    element("p", ["class": "note muted"]) {
      "Bars are shares of examples classified correctly: for naive FGSM and without an attack of "
      "all \(Wording.count(record.testExamples)) test examples, for the worst case of the first "
      "\(Wording.count(row.robustness.worstCaseExamples)). "
      element("strong") { "Masked" }
      ": the strongest naive attack leaves at least 10 points more than the worst case. "
      element("strong") { "Broken" }
      ": the worst case leaves at most 10\u{A0}%. "
      element("strong") { "Plausible" }
      ": neither."
    }
  }
}
