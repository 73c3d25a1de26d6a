import PlateauExperiments

/// Table 2: how often targeted attacks reach their target, and how far they move an image.
struct TargetedTableSection {
  let record: ReproductionRecord

  var markup: Markup {
    let groups = TargetedGroup.groups(record.targeted)
    guard !groups.isEmpty else { return .empty }
    return section("table2", "Table 2: targeted iterative attacks") {
      element("p") {
        "Pairs of a source and a target class whose target was reached, in percent: the higher, the "
        "less robust. "
        element("strong", ["class": "naive"]) { "Naive" }
        " is what a usual evaluation reports, "
        element("strong", ["class": "honest"]) { "swept" }
        " what has to be admitted."
      }
      scrollBox("Table 2") {
        element("table", ["class": "numbers"]) {
          head
          for group in groups { body(group) }
        }
      }
      note(groups)
    }
  }

  private static let kinds = [("naive", " naive"), ("stable", ""), ("swept", " honest")]

  private var head: Markup {
    element("thead") {
      element("tr") {
        element("td") { "" }
        element("th", ["scope": "colgroup", "colspan": "3"]) { "target reached, %" }
        element("th", ["scope": "colgroup", "colspan": "3"]) { "mean ℓ2 distortion" }
        element("td") { "" }
      }
      element("tr") {
        element("th", ["scope": "col"]) { "Attack" }
        for (name, ink) in Self.kinds {
          element("th", ["scope": "col", "class": "number\(ink)"]) { name }
        }
        for (name, _) in Self.kinds {
          element("th", ["scope": "col", "class": "number"]) { name }
        }
        element("th", ["scope": "col", "class": "number faint"]) { "zero ∇" }
      }
    }
  }

  private func body(_ group: TargetedGroup) -> Markup {
    element("tbody") {
      element("tr", ["class": "group"]) {
        element("th", ["scope": "rowgroup", "colspan": "8"]) {
          Wording.sentence(TargetedGroup.label(group.model, gain: group.gain, in: record))
        }
      }
      for row in group.rows { self.row(row) }
    }
  }

  private func row(_ row: TargetedGroup.Row) -> Markup {
    let records = [row.naive, row.stable, row.swept]
    return element("tr") {
      element("th", ["scope": "row"]) { Wording.sentence(Wording.attack(row.attack)) }
      for (record, kind) in zip(records, Self.kinds) {
        element("td", ["class": "number\(kind.1)"]) {
          record.map { Wording.number(100 * $0.successRate, 1) } ?? "–"
        }
      }
      for record in records {
        element("td", ["class": "number"]) {
          record?.meanDistortion.map { Wording.number($0, 2) } ?? "–"
        }
      }
      element("td", ["class": "number faint"]) {
        let zeros = [row.naive, row.stable].map { record in
          record.map { Wording.count($0.zeroGradients) } ?? "–"
        }
        Markup(zeros.joined(separator: " / "))
      }
    }
  }
}

// MARK: - Note

extension TargetedTableSection {
  private func note(_ groups: [TargetedGroup]) -> Markup {
    let records = groups.flatMap { $0.rows.flatMap(\.records) }
    let pairs = Set(records.map(\.pairs)).sorted().map(Wording.count)
    return Markup(joining: [
      findings(groups),
      element("p", ["class": "note muted"]) {
        "The source of a class is its least confident test image among those classified correctly; "
        "every other class is a target: \(Wording.list(pairs)) pairs. Images may move anywhere in the "
        "box, in up to \(iterations(groups)); distortion is ‖x′ − x‖₂ of the pairs "
        "whose target was reached. Gradient descent and gradient sign stop at the first success, "
        "L-BFGS searches for a smaller one, and the sweep keeps the distortion of the first softness "
        "that succeeds. "
        element("strong") { "Zero ∇" }
        ": pairs whose gradient is exactly zero at the source, naive / stable. The layout of this "
        "table is ours."
      },
    ])
  }

  /// How many there are for each kind of network.
  private func iterations(_ groups: [TargetedGroup]) -> String {
    func list(_ family: Preset.Family) -> String? {
      let records = groups.filter { (record.model(named: $0.model)?.family ?? .mlp) == family }
        .flatMap { $0.rows.flatMap(\.records) }
      let counts = Set(records.map(\.iterations)).sorted().map(Wording.count)
      return counts.isEmpty ? nil : Wording.list(counts)
    }
    let others = list(.cnn).map { "of \(Preset.Family.cnn.word)s up to \($0)" }
    return [list(.mlp).map { "\($0) iterations" }, others].compactMap(\.self)
      .joined(separator: ", ")
  }

  /// Where naive attacks report too little, by rule.
  @MarkupBuilder private func findings(_ groups: [TargetedGroup]) -> Markup {
    let gaps = groups.compactMap(gap)
    if gaps.isEmpty {
      paragraph(
        "Nowhere does the sweep reach its target in 10 points more than naive gradients do.")
    } else {
      paragraph("Naive gradients report a resistance that is not there, by 10 points and more:")
      element("ul", ["class": "findings"]) {
        for gap in gaps { element("li") { gap } }
      }
    }
  }

  /// The attack on a network whose naive and swept rates are furthest apart; nil where that is not far.
  private func gap(_ group: TargetedGroup) -> String? {
    let widest = group.rows.max { $0.gap ?? -1 < $1.gap ?? -1 }
    guard let widest, let naive = widest.naive, let swept = widest.swept, let gap = widest.gap,
      gap >= Finding.maskedGap - 1e-9
    else { return nil }
    return "\(TargetedGroup.label(group.model, gain: group.gain, in: record)): "
      + "\(Wording.attack(widest.attack)) reaches \(Wording.percent(naive.successRate)) naively, "
      + "\(Wording.percent(swept.successRate)) over the sweep"
  }
}
