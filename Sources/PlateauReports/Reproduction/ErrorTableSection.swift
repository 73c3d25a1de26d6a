import PlateauExperiments
import PlateauNetworks

/// Table 1: the errors under FGSM and in the worst case, naive beside stable and swept.
struct ErrorTableSection {
  let record: ReproductionRecord

  private var columnsPerEpsilon: Int { record.hasProofs ? 5 : 4 }

  var markup: Markup {
    section("table1", "Table 1: errors without and under attack") {
      element("p") {
        "Error in percent; lower is better. "
        element("strong", ["class": "naive"]) { "Naive" }
        " is what a usual evaluation reports, "
        element("strong", ["class": "honest"]) { "worst" }
        " what has to be admitted."
        if record.hasProofs {
          " No attack of any kind can raise the error above "
          element("strong") { "proven" }
          "."
        }
      }
      scrollBox("Table 1") {
        element("table", ["class": "numbers errors"]) {
          element("thead") {
            epsilonRow
            columnRow
          }
          for family in record.families {
            for activation in record.activations(of: family) { group(family, activation) }
          }
        }
      }
      note
    }
  }

  private var epsilonRow: Markup {
    element("tr") {
      element("td", ["colspan": "3"]) { "" }
      for epsilon in record.epsilons {
        element("th", ["scope": "colgroup", "colspan": "\(columnsPerEpsilon)"]) {
          "ε = \(epsilon)"
        }
      }
    }
  }

  private var columnRow: Markup {
    element("tr") {
      element("th", ["scope": "col"]) { "Network" }
      element("th", ["scope": "col", "class": "number"]) { "clean" }
      element("th", ["scope": "col", "class": "number faint"]) { "zero ∇" }
      for _ in record.epsilons {
        element("th", ["scope": "col", "class": "number naive"]) { "naive" }
        element("th", ["scope": "col", "class": "number"]) { "stable" }
        element("th", ["scope": "col", "class": "number"]) { "swept" }
        element("th", ["scope": "col", "class": "number honest"]) { "worst" }
        if record.hasProofs {
          element("th", ["scope": "col", "class": "number proven"]) { "proven" }
        }
      }
    }
  }

  private func group(_ family: Preset.Family, _ activation: Activation) -> Markup {
    let models = record.models(of: family).filter { $0.activation == activation }
    let columns = 3 + columnsPerEpsilon * record.epsilons.count
    return element("tbody") {
      element("tr", ["class": "group"]) {
        element("th", ["scope": "rowgroup", "colspan": "\(columns)"]) {
          "\(Wording.sentence(activation.word)) \(family.word)s"
        }
      }
      for model in models { row(model) }
    }
  }

  private func row(_ model: ModelRecord) -> Markup {
    element("tr") {
      element("th", ["scope": "row"]) { model.label }
      cell(record.statistics(of: model) { 1 - $0.cleanAccuracy }, "number")
      element("td", ["class": "number faint"]) { model.zeroGradients }
      for epsilon in record.epsilons {
        if model.robustness(at: epsilon) != nil {
          number(model, epsilon, "number naive") { $0.naiveFGSM.error }
          number(model, epsilon, "number") { $0.stableFGSM.error }
          number(model, epsilon, "number") { $0.sweptFGSM.error }
          number(model, epsilon, "number honest") { 1 - $0.worstCase }
          if record.hasProofs {
            number(model, epsilon, "number proven") { row in row.certified.map { 1 - $0 } }
          }
        } else {
          for _ in 0..<columnsPerEpsilon { cell(nil, "number faint") }
        }
      }
    }
  }

  private func number(
    _ model: ModelRecord, _ epsilon: Double, _ className: String,
    _ value: (RobustnessRecord) -> Double?
  ) -> Markup {
    cell(record.statistics(of: model, at: epsilon, value), className)
  }

  private func cell(_ value: SeedStatistics?, _ className: String) -> Markup {
    element("td", ["class": className]) { value?.cell ?? "–" }
  }

  private var note: Markup {
    element("p", ["class": "note muted"]) {
      "Clean and FGSM errors are of all \(Wording.count(record.testExamples)) test examples\(fgsm). "
      worstCase
      element("strong") { "Naive" }
      ": FGSM in float32, with the gradients of a usual framework. "
      element("strong") { "Stable" }
      ": the same in double precision, with gradients that do not underflow. "
      element("strong") { "Swept" }
      ": with the gradients of networks softened to several degrees, each success judged on the "
      "real network. "
      if record.hasProofs {
        element("strong") { "Proven" }
        ": interval bounds cannot exclude that these of the examples of the worst case are wrong; "
        "100.0 says that they prove nothing. "
      }
      element("strong") { "Zero ∇" }
      ": examples whose gradient is exactly zero, naive / stable, whatever ε\(zeroSeed). "
      if let note = record.deviationNote { "\(note) " }
      "All numbers are measured by this "
      "program and none is the paper’s: widths, learning rates, λ and gains are our choice."
    }
  }

  /// Which networks FGSM attacked on fewer; nothing where there are none.
  private var fgsm: String {
    record.families.map { family in
      let counts = Set(
        record.models(of: family).flatMap { $0.robustness.compactMap(\.fgsmExamples) })
      return counts.isEmpty
        ? ""
        : "; FGSM errors of \(family.word)s are of the first "
          + Wording.list(counts.sorted().map(Wording.count))
    }.joined()
  }

  /// On how many examples the worst case is, for each kind of network.
  private var worstCase: Markup {
    let counts = record.families.compactMap { family in
      record.worstCaseExamples(of: family).map { (family, $0) }
    }
    guard let (_, first) = counts.first else { return .empty }
    func error(_ count: Int) -> String {
      "standard error is at most \(Wording.points(0.5 / Double(max(count, 1)).squareRoot()))"
    }
    let others = counts.dropFirst().map { family, count in
      "; of \(family.word)s, whose gradients cost more, on the first \(Wording.count(count)): its "
        + error(count)
    }
    return Markup(
      "The worst case joins FGSM and PGD, each naive, stable and swept, on the first "
        + "\(Wording.count(first)); its \(error(first))\(others.joined()). ")
  }

  private var zeroSeed: String {
    record.seeds.count > 1 ? ", of seed \(record.seed)" : ""
  }
}
