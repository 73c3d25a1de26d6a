import PlateauExperiments

/// The verdict at one epsilon, with the three numbers that it rests on.
struct VerdictSection {
  let record: AuditRecord

  var markup: Markup {
    let epsilon = Wording.plain(record.epsilon)
    return section("verdict-\(epsilon)", "At ε = \(epsilon): \(record.verdict.rawValue)") {
      element("p") {
        if let naive = record.naiveAccuracy {
          "A usual evaluation would report "
          element("strong", ["class": "naive"]) { Wording.percent(naive) }
          " (naive float32 gradients). "
        }
        "The worst case over all attacks leaves "
        element("strong", ["class": "honest"]) {
          Wording.percent(record.worstCase.robustAccuracy)
        }
        ", the most that can be claimed. "
        proven
      }
      if !record.causes.isEmpty {
        paragraph(reason)
        element("ul") {
          for cause in record.causes { element("li") { Wording.sentence(cause) } }
        }
      }
      let notes = record.notes
      if !notes.isEmpty { paragraph(notes.joined(separator: " "), className: "warning") }
      if let contradictions = record.certification?.contradictions, !contradictions.isEmpty {
        paragraph(
          "\(Wording.count(contradictions.count)) certified examples were broken all the same, the "
            + "first is \(contradictions[0].index): either the proof or the attack is wrong, and "
            + "nothing on this page can be trusted.", className: "warning")
      }
      element("p") {
        "Of \(Wording.count(record.examples)) examples \(Wording.count(record.decisions.certified)) "
        "are certified, \(Wording.count(record.decisions.falsified)) falsified, and "
        "\(Wording.count(record.decisions.undecided)) undecided."
      }
    }
  }

  /// What the list of causes is of.
  private var reason: String {
    switch record.verdict {
    case .overestimated: "What the usual attacks were too weak for:"
    case .inconclusive:
      record.fails(.cleanAccuracy)
        ? "What is likely to be wrong with the data, the likeliest first:"
        : "Why nothing can be concluded:"
    case .robust, .plausible, .masked, .broken: "What hid the difference:"
    }
  }

  private var proven: Markup {
    guard record.queries == nil else { return "" }
    guard let certified = record.certifiedAccuracy else { return "No bound applies to the model." }
    return "Proven is \(Wording.percent(certified)) (\(ProofsSection.method(record)))."
  }
}
