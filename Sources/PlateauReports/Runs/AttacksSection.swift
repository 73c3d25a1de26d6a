import PlateauExperiments
import PlateauNumerics
import PlateauRobustness

/// The attacks on each run that was attacked; absent where none was.
struct AttacksSection {
  let runs: [RunReport.Run]

  var markup: Markup {
    let attacked = runs.filter { $0.attacks != nil }
    guard !attacked.isEmpty else { return .empty }
    return section("attacks", "Attacks") {
      for run in attacked {
        if let report = run.attacks {
          if runs.count > 1 { element("h3", ["class": "panel-name"]) { run.name } }
          summary(report)
          table(report)
        }
      }
      paragraph(
        "Robust accuracy is the share of all attacked examples that stay classified correctly. Zero "
          + "gradients are examples whose gradient was exactly zero at every start; the survivors "
          + "among them are inconclusive: nothing can be said of them.",
        className: "note")
    }
  }

  private func summary(_ report: AttackReport) -> Markup {
    let worst = report.worstCase.robustAccuracy
    let naive = strongestNaive(report)
    return element("p") {
      "On the first \(Wording.count(report.examples)) examples of \(report.data): accuracy "
      "\(Wording.percent(report.cleanAccuracy)) without an attack"
      if let naive {
        ", "
        element("strong", ["class": "naive"]) { Wording.percent(naive) }
        " according to the strongest naive float32 attack"
      }
      ", "
      element("strong", ["class": "honest"]) { Wording.percent(worst) }
      " in the worst case over all attacks."
      if let naive, Finding.hasGap(naive: naive, worst: worst) {
        " The difference is not robustness."
      }
    }
  }

  /// The lowest robust accuracy under naive attacks in Float; nil where there is none, or attacks of
  /// different sizes or goals make it no match for the worst case.
  private func strongestNaive(_ report: AttackReport) -> Double? {
    let first = report.attacks.first
    let isUniform = report.attacks.allSatisfy {
      $0.norm == first?.norm && $0.epsilon == first?.epsilon && $0.targets == first?.targets
    }
    guard isUniform else { return nil }
    return report.attacks.filter { $0.gradient == "naive" && $0.precision == .float }
      .map(\.robustAccuracy).min()
  }

  private func table(_ report: AttackReport) -> Markup {
    scrollBox("Attacks on \(report.model)") {
      element("table", ["class": "numbers"]) {
        element("thead") {
          element("tr") {
            for name in ["Attack", "norm", "ε", "gradient", "precision", "targets"] {
              element("th", ["scope": "col"]) { name }
            }
            for name in [
              "steps", "starts", "robust accuracy", "successes", "zero gradients", "inconclusive",
            ] {
              element("th", ["scope": "col", "class": "number"]) { name }
            }
          }
        }
        element("tbody") {
          for attack in report.attacks { row(attack) }
        }
      }
    }
  }

  private func row(_ attack: AttackRecord) -> Markup {
    let softness = (attack.softness ?? []).map(Wording.short)
    let gradient =
      softness.isEmpty
      ? attack.gradient : "\(attack.gradient) (\(softness.joined(separator: ", ")))"
    let words = [
      attack.norm.ball.symbol, Wording.plain(attack.epsilon), gradient, attack.precision.rawValue,
      attack.targets?.rawValue ?? "–",
    ]
    let numbers = [
      attack.steps.map(Wording.count) ?? "–", attack.restarts.map(Wording.count) ?? "–",
      Wording.percent(attack.robustAccuracy), Wording.count(attack.successes),
      Wording.count(attack.zeroGradients), Wording.count(attack.inconclusive),
    ]
    return element("tr") {
      element("th", ["scope": "row"]) { attack.name }
      for word in words { element("td") { word } }
      for number in numbers { element("td", ["class": "number"]) { number } }
    }
  }
}
