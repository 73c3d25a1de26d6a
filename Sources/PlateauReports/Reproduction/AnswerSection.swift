import PlateauExperiments

/// The answer in one glance: the flattering and the honest number of the saturating sigmoid networks.
struct AnswerSection {
  let record: ReproductionRecord

  /// A network with what was found out about it at the epsilon of this section.
  private struct Row {
    let model: ModelRecord
    let robustness: RobustnessRecord
    let finding: Finding
    let clean: SeedStatistics
    let naive: SeedStatistics
    let worst: SeedStatistics
  }

  private var rows: [Row] {
    rows(of: record.mainModels)
  }

  private func rows(of models: [ModelRecord]) -> [Row] {
    guard let epsilon = record.mainEpsilon else { return [] }
    return models.compactMap { model in
      guard let robustness = model.robustness(at: epsilon),
        let naive = record.statistics(of: model, at: epsilon, \.naiveFGSM.robustAccuracy),
        let worst = record.statistics(of: model, at: epsilon, \.worstCase)
      else { return nil }
      return Row(
        model: model, robustness: robustness,
        finding: Finding(robustness, testExamples: record.testExamples),
        clean: record.statistics(of: model, \.cleanAccuracy), naive: naive, worst: worst)
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
    rows.max { $0.naive.mean < $1.naive.mean }
  }

  private func answer(_ row: Row) -> Markup {
    element("p", ["class": "answer"]) {
      "A usual attack on \(Wording.unbroken(row.model.name)) reports a robust accuracy of "
      element("strong", ["class": "naive"]) { row.naive.percent }
      switch row.finding.kind {
      case .masked, .overestimated: ". What withstands every attack is "
      case .broken: ": no robustness, and none reported. The worst case is "
      case .plausible: ". No attack here gets far below that: the worst case is "
      }
      element("strong", ["class": "honest"]) { row.worst.percent }
      "."
    }
  }

  private func card(_ row: Row) -> Markup {
    let bars = [
      BarPair.Bar(
        label: "Naive float32 FGSM", remark: "what a usual evaluation reports",
        value: row.naive, ink: .naive),
      BarPair.Bar(
        label: "Worst case over all attacks", remark: "the most that can be claimed",
        value: row.worst, ink: .honest),
      BarPair.Bar(
        label: "Without an attack", remark: "clean accuracy", value: row.clean, ink: .clean),
    ]
    return element("article", ["class": "card"]) {
      element("div", ["class": "card-head"]) {
        element("h3") { Wording.unbroken(row.model.name) }
        element("span", ["class": "badge \(row.finding.kind == .plausible ? "good" : "bad")"]) {
          row.finding.word
        }
      }
      BarPair(bars: bars).markup
      paragraph(
        (row.finding.sentences + [agreement(row)].compactMap(\.self)).joined(separator: " "))
    }
  }

  /// In how many seeds the finding is the same; nothing with one seed.
  private func agreement(_ row: Row) -> String? {
    guard record.seeds.count > 1 else { return nil }
    let (agreeing, all) = record.agreement(
      on: row.finding.kind, of: row.model, at: row.robustness.epsilon)
    return "These sentences are of seed \(record.seed); it is \(row.finding.kind.rawValue) in "
      + "\(agreeing) of \(all) seeds."
  }

  /// What gains alone do, where the record has networks that show it.
  @MarkupBuilder private var controls: Markup {
    let rows = rows(of: record.controls)
    if !rows.isEmpty {
      element("p") {
        element("strong") { "Control. " }
        "The same factors on a vanilla network, which nothing drove to saturate: "
        for (index, row) in rows.enumerated() {
          if index > 0 { "; " }
          "\(Wording.unbroken(row.model.name)) has a naive FGSM accuracy of "
          element("strong", ["class": "naive"]) { row.naive.percent }
          " and a worst case of "
          element("strong", ["class": "honest"]) { row.worst.percent }
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
      ": the strongest naive attack leaves at least 10 points more than the worst case, and gradients "
      "are at fault. "
      element("strong") { "Overestimated" }
      ": the same gap with sound gradients. "
      element("strong") { "Broken" }
      ": the worst case leaves at most 10\u{A0}%. "
      element("strong") { "Plausible" }
      ": neither."
      if let note = record.deviationNote { " \(note)" }
    }
  }
}
