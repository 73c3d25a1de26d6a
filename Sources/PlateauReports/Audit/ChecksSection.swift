import PlateauExperiments

/// The checks at one epsilon, with what was measured.
struct ChecksSection {
  let record: AuditRecord

  var markup: Markup {
    let epsilon = Wording.plain(record.epsilon)
    return section("checks-\(epsilon)", "Checks at ε = \(epsilon)") {
      element("table", ["class": "claims"]) {
        element("thead") {
          element("tr") {
            for name in ["Check", "Result", "Evidence"] {
              element("th", ["scope": "col"]) { name }
            }
          }
        }
        element("tbody") { for check in record.checks { row(check) } }
      }
    }
  }

  private func row(_ check: CheckRecord) -> Markup {
    let (word, tone) =
      switch check.result {
      case .pass: ("✓ pass", "good")
      case .fail: ("✗ fail", "bad")
      case .notApplicable: ("– not applicable", "none")
      }
    return element("tr") {
      element("td") { element("strong") { Self.title(check.name) } }
      element("td", ["data-label": "Result"]) {
        element("span", ["class": "badge \(tone)"]) { word }
      }
      element("td", ["data-label": "Evidence"]) { Wording.sentence(check.evidence) + "." }
    }
  }

  /// What a check says when it passes.
  static func title(_ name: CheckRecord.Name) -> String {
    switch name {
    case .cleanAccuracy: "The data are plausible: no guess does as well as the model"
    case .deterministic: "The same input gives the same logits"
    case .zeroEpsilon: "ε = 0 changes nothing"
    case .monotone: "Robust accuracy never rises with ε"
    case .unbounded: "An unbounded attack breaks every example"
    case .halfRange: "At half the range nothing beats chance"
    case .iterative: "Iterative attacks are at least as strong as one step"
    case .moreIterations: "Twice the iterations gain almost nothing"
    case .moreRestarts: "More restarts gain almost nothing"
    case .whiteBox: "Gradients are at least as strong as Square and HopSkipJump"
    case .transfer: "Transfer from a vanilla substitute is no stronger"
    case .zeroGradients: "Few gradients are exactly zero"
    case .unchanged: "Few outputs are bit-identical to inputs"
    case .precision: "Float and Double agree"
    case .stability: "Naive and stable gradients agree"
    case .sweep: "Softened gradients gain almost nothing"
    case .gain: "A gain on hidden layers changes nothing for naive attacks"
    case .noise: "Random noise does not beat gradients"
    case .certificates: "No attack succeeds inside a certified ball"
    case .refutations: "A complete search refutes hardly any that attacks leave"
    }
  }
}
