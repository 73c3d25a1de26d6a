import PlateauExperiments

/// Where each run ended.
struct RunSummary {
  let runs: [RunReport.Run]

  var markup: Markup {
    scrollBox("Where each run ended") {
      element("table", ["class": "numbers"]) {
        element("thead") {
          element("tr") {
            element("th", ["scope": "col"]) { "Run" }
            for name in [
              "epochs", "loss", "training accuracy", "validation accuracy", "saturated", "λ",
              "wall time",
            ] {
              element("th", ["scope": "col", "class": "number"]) { name }
            }
          }
        }
        element("tbody") {
          for run in runs { row(run) }
        }
      }
    }
  }

  private func row(_ run: RunReport.Run) -> Markup {
    let last = run.epochs.last
    let seconds = run.epochs.reduce(0) { $0 + $1.seconds }
    let cells = [
      last.map { Wording.count($0.epoch) }, last.map { Wording.number($0.loss, 4) },
      last.map { Wording.percent($0.trainingAccuracy) },
      last?.validationAccuracy.map(Wording.percent),
      last.map { Wording.percent($0.saturatedFraction) },
      last.map { Wording.plain($0.penaltyWeight) },
      last.map { _ in NumberText.duration(seconds: seconds) },
    ]
    return element("tr") {
      element("th", ["scope": "row"]) { run.name }
      for cell in cells { element("td", ["class": "number"]) { cell ?? "–" } }
    }
  }
}
