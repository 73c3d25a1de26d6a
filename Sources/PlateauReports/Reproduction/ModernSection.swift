import PlateauExperiments
import PlateauNetworks

/// Depthwise networks and vision transformers: what saturation does to them, naive beside stable and swept.
struct ModernSection {
  let record: ReproductionRecord

  private static let columnsPerEpsilon = 5

  var markup: Markup {
    guard let models = record.modern, let first = models.first else { return .empty }
    let epsilons = first.robustness.map(\.epsilon)
    return section("modern", "Transformers and depthwise networks") {
      element("p") {
        "A saturation penalty holds hidden units on the flat parts of their functions, and in a transformer "
        "also the weights p of attention where the slope of their softmax, p (1 − p), is small. Errors in "
        "percent; lower is better. This study is not in the paper."
      }
      scrollBox("Transformers and depthwise networks") {
        element("table", ["class": "numbers errors"]) {
          head(epsilons)
          for (name, group) in groups(models) { body(name, group, epsilons) }
        }
      }
      element("p") { answer(models) }
      note(models)
    }
  }

  private func groups(_ models: [ModelRecord]) -> [(name: String, models: [ModelRecord])] {
    models.reduce(into: []) { groups, model in
      let name = "\(Wording.sentence(model.activation.word)) \(model.family.word)s"
      if groups.last?.name != name { groups.append((name, [])) }
      groups[groups.count - 1].models.append(model)
    }
  }

  private func head(_ epsilons: [Double]) -> Markup {
    element("thead") {
      element("tr") {
        element("td", ["colspan": "2"]) { "" }
        element("th", ["scope": "colgroup", "colspan": "2"]) { "saturated, %" }
        element("td") { "" }
        for epsilon in epsilons {
          element("th", ["scope": "colgroup", "colspan": "\(Self.columnsPerEpsilon)"]) {
            "ε = \(epsilon)"
          }
        }
      }
      element("tr") {
        element("th", ["scope": "col"]) { "Network" }
        column("clean")
        column("units")
        column("attention")
        column("zero ∇", " faint")
        for _ in epsilons {
          column("naive", " naive")
          column("stable")
          column("swept")
          column("worst", " honest")
          column("proven", " proven")
        }
      }
    }
  }

  private func column(_ name: String, _ kind: String = "") -> Markup {
    element("th", ["scope": "col", "class": "number" + kind]) { name }
  }

  private func body(_ name: String, _ models: [ModelRecord], _ epsilons: [Double]) -> Markup {
    element("tbody") {
      element("tr", ["class": "group"]) {
        element(
          "th",
          ["scope": "rowgroup", "colspan": "\(5 + Self.columnsPerEpsilon * epsilons.count)"]
        ) { name }
      }
      for model in models {
        element("tr") {
          element("th", ["scope": "row"]) { model.label }
          cell(1 - model.cleanAccuracy)
          cell(model.saturatedFraction)
          cell(model.saturatedAttention)
          element("td", ["class": "number faint"]) { model.zeroGradients }
          for epsilon in epsilons {
            let row = model.robustness(at: epsilon)
            cell(row?.naivePGD.error, " naive")
            cell(row?.stablePGD.error)
            cell(row?.sweptPGD.error)
            cell(row.map { 1 - $0.worstCase }, " honest")
            cell(row?.certified.map { 1 - $0 }, " proven")
          }
        }
      }
    }
  }

  private func cell(_ value: Double?, _ kind: String = "") -> Markup {
    element("td", ["class": "number" + kind]) {
      value.map { Wording.number(100 * $0, 1) } ?? "–"
    }
  }

  /// What naive gradients hide, by rule from the rows: the largest gap between naive and worst.
  private func answer(_ models: [ModelRecord]) -> String {
    let gaps = models.flatMap { model in
      model.robustness.map { (model, $0, (1 - $0.worstCase) - $0.naivePGD.error) }
    }
    guard let (model, row, gap) = gaps.max(by: { $0.2 < $1.2 }), gap > 0 else {
      return "Attacks with naive gradients find here all that any attack finds."
    }
    return
      "What attacks with naive gradients miss is at most \(Wording.points(gap)) of the examples: "
      + "\(model.label.lowercased()) \(model.activation.word) \(model.family.word), ε = \(row.epsilon)."
  }

  private func note(_ models: [ModelRecord]) -> Markup {
    let row = models.first?.robustness.first
    return element("p", ["class": "note muted"]) {
      element("strong") { "Naive, stable, swept" }
      ": PGD as in Table 1, on the first \(Wording.count(row?.worstCaseExamples ?? 0)) test examples; "
      element("strong") { "worst" }
      " joins it with FGSM of each kind. "
      element("strong") { "Proven" }
      ": no attack can raise the error above it, by interval bounds; 100.0 says that they prove nothing. "
      element("strong") { "Zero ∇" }
      ": examples whose gradient is exactly zero, naive / stable, of those that FGSM met. "
      element("strong") { "Saturated" }
      ": a slope of at most 0.01 of the largest, at the example itself. "
      "The networks have seed \(record.seed) alone."
    }
  }
}
