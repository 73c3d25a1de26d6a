import PlateauExperiments

/// The claims of the paper's abstract, each with what was measured.
struct ClaimsSection {
  let claims: [ClaimRecord]

  var markup: Markup {
    section("claims", "The claims, one by one") {
      if claims.isEmpty {
        paragraph("This record judges no claim.")
      } else {
        paragraph(
          "Claims are in our words. Verdicts follow from the measurements by the rule beside each.")
        table
      }
    }
  }

  private var table: Markup {
    element("table", ["class": "claims"]) {
      element("thead") {
        element("tr") {
          for name in ["Claim", "Measure and rule"] { header(name) }
          header("Flattering: naive gradients", "naive")
          header("Honest: stable gradients, every attack", "honest")
          for name in ["Proven", "Verdict"] { header(name) }
        }
      }
      element("tbody") {
        for claim in claims { row(claim) }
      }
    }
  }

  private func header(_ name: String, _ className: String? = nil) -> Markup {
    element("th", ["scope": "col", "class": className]) { name }
  }

  private func row(_ claim: ClaimRecord) -> Markup {
    element("tr") {
      element("td") { element("strong") { Wording.unbroken(claim.claim) } }
      element("td", ["class": "faint", "data-label": "Measure and rule"]) {
        Wording.unbroken(claim.measure)
      }
      cell(claim.naive, "Flattering: naive gradients", "naive")
      cell(claim.stable, "Honest: stable gradients, every attack", "honest")
      cell(claim.proven, "Proven", nil)
      element("td", ["data-label": "Verdict"]) { badge(claim.verdict) }
    }
  }

  private func cell(_ text: String?, _ label: String, _ className: String?) -> Markup {
    guard let text else { return element("td", ["class": "absent faint"]) { "–" } }
    return element("td", ["class": className, "data-label": label]) { Wording.unbroken(text) }
  }

  private func badge(_ verdict: ClaimRecord.Verdict) -> Markup {
    let (mark, tone) =
      switch verdict {
      case .holds: ("✓", "good")
      case .masked: ("◐", "bad")
      case .fails: ("✕", "bad")
      case .untestable: ("?", "open")
      }
    return element("span", ["class": "badge \(tone)"]) { "\(mark) \(verdict.rawValue)" }
  }
}
