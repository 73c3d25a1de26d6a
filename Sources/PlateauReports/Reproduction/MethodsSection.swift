import PlateauExperiments

/// How the numbers came about, and on what.
struct MethodsSection {
  let record: ReproductionRecord

  var markup: Markup {
    section("methods", "Methods and environment") {
      attacks
      MeasurementNotes(record: record).markup
      element("h3", ["class": "panel-name"]) { "Networks" }
      networks
      paragraph(
        "Saturating networks never saw an adversarial example: they were trained on cross-entropy "
          + "plus λ times the complementary function of every hidden unit, with λ rising step by "
          + "step. Adversarial training mixes clean and FGSM examples of ε = 0.25 in equal parts. A "
          + "gain multiplies the weights and biases of all hidden layers after training, a factor on "
          + "the logits those of the last layer; neither is the paper’s. Its public summary states "
          + "no widths, learning rates or λ: all are our choice.",
        className: "note")
      element("h3", ["class": "panel-name"]) { "Environment" }
      facts
      element("h3", ["class": "panel-name", "id": "sources"]) { "Sources" }
      element("ol", ["class": "sources"]) {
        source(Citation.paper, "The paper that is reproduced.")
        source(Citation.comment, "Saturation hides the gradient from floating-point arithmetic.")
        source(Citation.checklist, "What an evaluation has to show.")
        source(Citation.fastGradient, "FGSM and adversarial training.")
        if !record.targeted.isEmpty {
          source(Citation.intriguing, "L-BFGS as an attack: Table 2 and Figure 5.")
        }
        if !record.geometry.isEmpty {
          source(Citation.similarity, "Dissimilarity matrices: Figures 3 and 7.")
        }
        if record.hasProofs { source(Citation.intervals, "Interval bounds: what is proven.") }
        if record.certification != nil {
          source(Citation.linearBounds, "CROWN, in the study of certified networks.")
          source(Citation.warmup, "How these were trained.")
          source(Citation.ties, "Kendall’s τ-b.")
        }
      }
    }
  }

  private func source(_ citation: Citation, _ use: String) -> Markup {
    element("li") {
      citation.markup
      " \(use)"
    }
  }

  private var attacks: Markup {
    element("div") {
      paragraph(
        "All perturbations are bounded in ℓ∞ by ε, in units of an input between 0 and 1. Whatever an "
          + "attack proposes is moved inside this bound and judged by the real network in double "
          + "precision; an example that is wrong without an attack counts as wrong.")
      if let robustness = record.models.lazy.compactMap(\.robustness.first).first {
        paragraph(
          "PGD takes \(steps(robustness.naivePGD)) where it is naive or stable, and "
            + "\(steps(robustness.sweptPGD)) where it is swept. The sweep tries the exact gradient "
            + "and that of networks whose nonlinearities are stretched by each softness of the "
            + "table; an example withstands if it withstands them all.")
      }
    }
  }

  private func steps(_ attack: AttackRecord) -> String {
    let steps = attack.steps.map { "\(Wording.count($0)) \($0 == 1 ? "step" : "steps")" }
    let starts = attack.restarts.map { " from \($0) \($0 == 1 ? "start" : "starts")" }
    return (steps ?? "one step") + (starts ?? "")
  }

  private var networks: Markup {
    scrollBox("Networks") {
      element("table", ["class": "numbers"]) {
        element("thead") {
          element("tr") {
            element("th", ["scope": "col"]) { "Network" }
            element("th", ["scope": "col"]) { "sizes" }
            for name in ["epochs", "λ at the end", "gain", "logits ×", "accuracy", "saturated"] {
              element("th", ["scope": "col", "class": "number"]) { name }
            }
            element("th", ["scope": "col"]) { "softness of the sweep" }
          }
        }
        element("tbody") {
          for model in record.models { row(model) }
        }
      }
    }
  }

  private func row(_ model: ModelRecord) -> Markup {
    let softness = model.robustness.first?.sweptPGD.softness ?? []
    let numbers = [
      Wording.count(model.epochs), model.penaltyWeight.map(Wording.plain) ?? "–",
      Wording.plain(model.gain), Wording.plain(model.logitGain),
      Wording.percent(model.cleanAccuracy),
      Wording.percent(model.saturatedFraction),
    ]
    return element("tr") {
      element("th", ["scope": "row"]) { model.name }
      element("td") { model.architecture }
      for number in numbers { element("td", ["class": "number"]) { number } }
      element("td") {
        softness.isEmpty ? "–" : softness.map(Wording.short).joined(separator: ", ")
      }
    }
  }

  private var seeds: String {
    let seeds = Wording.list(record.seeds.map { "\($0)" })
    guard record.seeds.count > 1 else { return seeds }
    return "\(seeds); figures, Table 2 and claims are of \(record.seed)"
  }

  private var facts: Markup {
    let environment = record.environment
    let facts = [
      ("Data", environment.data), ("SHA-256 of the data", environment.dataChecksum),
      ("Training examples", Wording.count(record.trainingExamples)),
      ("Test examples", Wording.count(record.testExamples)),
      (record.seeds.count > 1 ? "Seeds" : "Seed", seeds),
      ("Variant", record.isFull ? "full" : record.isQuick ? "quick" : "normal"),
      ("Plateau", environment.plateau),
      ("System", environment.system), ("Level", environment.level),
      ("Threads", "\(environment.threads); results do not depend on their number"),
      ("Wall time", NumberText.duration(seconds: record.seconds)),
    ]
    return element("dl", ["class": "facts"]) {
      for (name, value) in facts {
        element("dt") { name }
        element("dd") { value }
      }
    }
  }
}
