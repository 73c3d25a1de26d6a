import PlateauExperiments

/// The kurtosis of weights by layer beside the units that are stable over the whole ball.
struct UnitsTable {
  let study: CertificationStudyRecord

  private var layers: [CertifiedModelRecord.Layer] { study.models.first?.layers ?? [] }
  private var hidden: Int { layers.count { $0.units != nil } }
  private var columns: Int { 1 + layers.count + hidden + 3 }

  var markup: Markup {
    guard !layers.isEmpty else { return .empty }
    return Markup(joining: [
      study.table(
        "Kurtosis of weights, and stable units", columns: columns, head: head, row: row), note,
    ])
  }

  private var head: Markup {
    element("thead") {
      element("tr") {
        element("td") { "" }
        for layer in layers {
          element("th", ["scope": "colgroup", "colspan": layer.units == nil ? "1" : "2"]) {
            layer.name
          }
        }
        element("th", ["scope": "colgroup", "colspan": "3"]) { "all hidden units, %" }
      }
      element("tr") {
        element("th", ["scope": "col"]) { "Network" }
        for layer in layers {
          number("γ₂")
          if layer.units != nil { number("stable, %") }
        }
        number("saturated")
        number("provably")
        number("stable")
      }
    }
  }

  private func number(_ name: String) -> Markup {
    element("th", ["scope": "col", "class": "number"]) { name }
  }

  private func row(_ model: CertifiedModelRecord) -> Markup {
    element("tr") {
      element("th", ["scope": "row"]) { model.training.word }
      for layer in model.layers {
        cell(layer.excessKurtosis.map { Wording.number($0, 1) } ?? "–")
        if let units = layer.units { cell(Wording.number(100 * units.stable, 1)) }
      }
      cell(Wording.number(100 * model.units.saturated, 1))
      cell(Wording.number(100 * model.units.provenSaturated, 1))
      cell(Wording.number(100 * model.units.stable, 1))
    }
  }

  private func cell(_ text: String) -> Markup {
    element("td", ["class": "number"]) { text }
  }

  private var note: Markup {
    element("p", ["class": "note muted"]) {
      element("strong") { "γ₂" }
      ": excess kurtosis of the weights that lead to a layer, 0 for a normal distribution. "
      element("strong") { "Stable" }
      ": of ReLU a pre-activation that keeps its sign over the whole ball, of sigmoid a slope that "
      "stays at most 0.01 of the largest; proven by bounds of pre-activations. "
      element("strong") { "Saturated" }
      ": on a flat part at the example itself; "
      element("strong") { "provably" }
      ": over the whole ball. Shares are of pairs of a unit and one of the first "
      "\(Wording.count(study.unitExamples)) test examples."
    }
  }
}
