import PlateauExperiments

/// Accuracies without an attack, under attack, and by proof.
struct CertificationTable {
  let study: CertificationStudyRecord

  private struct Column {
    var name: String
    var className = "number"
    var value: (CertifiedModelRecord) -> Double
  }

  private let columns = [
    Column(name: "clean") { $0.cleanAccuracy },
    Column(name: "naive", className: "number naive") { $0.naiveAccuracy },
    Column(name: "attacked") { $0.attackedAccuracy },
    Column(name: "certified", className: "number honest") { $0.certifiedAccuracy },
    Column(name: "by intervals") { $0.intervalAccuracy },
    Column(name: "by CROWN") { $0.linearAccuracy },
    Column(name: "undecided") { $0.undecided },
    Column(name: "falsified") { 1 - $0.attackedAccuracy },
  ]

  var markup: Markup {
    Markup(joining: [
      study.table("Accuracies and proofs", columns: columns.count + 1, head: head, row: row), note,
    ])
  }

  private var head: Markup {
    element("thead") {
      element("tr") {
        element("th", ["scope": "col"]) { "Network" }
        for column in columns {
          element("th", ["scope": "col", "class": column.className]) { column.name }
        }
      }
    }
  }

  private func row(_ model: CertifiedModelRecord) -> Markup {
    element("tr") {
      element("th", ["scope": "row"]) { model.training.word }
      for column in columns {
        element("td", ["class": column.className]) {
          Wording.number(100 * column.value(model), 1)
        }
      }
    }
  }

  private var note: Markup {
    element("p", ["class": "note muted"]) {
      "In percent of the first \(Wording.count(study.examples)) test examples. "
      element("strong") { "Naive" }
      ": under FGSM in float32. "
      element("strong") { "Attacked" }
      ": under FGSM and PGD, each naive, stable and swept. "
      element("strong") { "Certified" }
      ": by interval bounds or by backward linear relaxation (CROWN), both rounded outwards. "
      element("strong") { "Undecided" }
      ": attacked minus certified. No attack broke a certified example, or there would be no report. "
      training
    }
  }

  /// How networks were trained for proofs; nothing where none was.
  private var training: String {
    let penalized = study.models.filter { $0.training == .certifiedSaturating }
    guard study.models.contains(where: { $0.training == .certified }) || !penalized.isEmpty else {
      return ""
    }
    let weights = penalized.compactMap { model in
      model.penaltyWeight.map { "\(Wording.plain($0)) of \(model.activation.word)" }
    }
    return "Networks trained on interval bounds minimize the cross-entropy of the worst logits "
      + "within ε = \(Wording.plain(study.epsilon))"
      + (weights.isEmpty
        ? "."
        : "; certified saturating ones add λ times the largest complementary function of every "
          + "hidden unit on its interval, λ \(Wording.list(weights)) networks at the end.")
  }
}
