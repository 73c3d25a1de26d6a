import PlateauCertification
import PlateauExperiments

/// What attacks leave beside what bounds prove at each epsilon, and the examples in between.
struct ProofsSection {
  let records: [AuditRecord]

  /// The examples that are named at each epsilon.
  private static let named = 12

  var markup: Markup {
    section("proofs", "What attacks leave, and what is proven") {
      scrollBox("What attacks leave, and what is proven") {
        element("table", ["class": "numbers"]) {
          element("thead") {
            element("tr") {
              element("th", ["scope": "col"]) { "ε" }
              element("th", ["scope": "col"]) { "proof" }
              for name in [
                "worst case", "certified accuracy", "gap", "certified", "falsified", "undecided",
              ] {
                element("th", ["scope": "col", "class": "number"]) { name }
              }
            }
          }
          element("tbody") { for record in records { row(record) } }
        }
      }
      for record in records { undecided(record) }
      paragraph(
        "Certified: no perturbation of at most ε changes the class, proven in real arithmetic for the "
          + "weights as they are stored. Falsified: misclassified, or broken by the example in "
          + "adversarial.npz. Undecided: neither; the gap is their share. examples.csv has each of them.",
        className: "note")
    }
  }

  private func row(_ record: AuditRecord) -> Markup {
    element("tr") {
      element("th", ["scope": "row"]) { Wording.plain(record.epsilon) }
      element("td") { Self.method(record) }
      for number in [
        Wording.percent(record.worstCase.robustAccuracy),
        record.certifiedAccuracy.map { Wording.percent($0) } ?? "–",
        record.certifiedAccuracy.map { Wording.points(record.worstCase.robustAccuracy - $0) }
          ?? "–",
        Wording.count(record.decisions.certified), Wording.count(record.decisions.falsified),
        Wording.count(record.decisions.undecided),
      ] {
        element("td", ["class": "number"]) { number }
      }
    }
  }

  /// The undecided examples that bounds come closest to proving.
  @MarkupBuilder private func undecided(_ record: AuditRecord) -> Markup {
    let left = (record.outcomes ?? []).filter { $0.answer == .undecided }
    let closest = left.compactMap { outcome in outcome.margin.map { (outcome.index, $0) } }
      .sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(Self.named)
    if !closest.isEmpty {
      paragraph(
        "At ε = \(Wording.plain(record.epsilon)) \(closest.count == left.count ? "undecided are" : "the undecided examples closest to a proof are") "
          + closest.map { "\($0.0) (margin at least \(Wording.short($0.1)))" }
          .joined(separator: ", ") + ".")
    }
  }

  /// The words for a method.
  static func method(_ record: AuditRecord) -> String {
    guard let certification = record.certification else {
      return record.certifiedAccuracy == nil ? "no bound applies" : "interval bounds"
    }
    if certification.isExact { return "exact, the network is linear" }
    return switch certification.method {
    case .interval: "interval bounds"
    case .crown: "CROWN"
    case .alphaCROWN: "α-CROWN"
    case .complete: "branch and bound"
    }
  }
}
