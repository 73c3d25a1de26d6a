import PlateauExperiments
import PlateauGeometry
import PlateauNetworks

/// Whether more kurtotic networks are more robust ones: Kendall's τ-b, by layer.
struct KurtosisTable {
  let study: CertificationStudyRecord

  private static let accuracies = KurtosisRelation.Accuracy.allCases

  /// The nonlinearities, and last nil for all where there are several.
  private var pools: [Activation?] {
    study.relations.reduce(into: []) { found, relation in
      if !found.contains(relation.activation) { found.append(relation.activation) }
    }
  }

  private var layers: [String?] {
    study.relations.reduce(into: []) { found, relation in
      if !found.contains(relation.layer) { found.append(relation.layer) }
    }
  }

  private func relation(
    _ layer: String?, _ accuracy: KurtosisRelation.Accuracy, _ activation: Activation?
  ) -> KurtosisRelation? {
    study.relations.first {
      $0.layer == layer && $0.accuracy == accuracy && $0.activation == activation
    }
  }

  var markup: Markup {
    guard !study.relations.isEmpty else { return .empty }
    return Markup(joining: [
      element("h3", ["class": "panel-name"]) { "Is kurtosis a sign of robustness?" },
      paragraph(answer),
      scrollBox("Is kurtosis a sign of robustness?") {
        element("table", ["class": "numbers"]) {
          head
          element("tbody") {
            for layer in layers { row(layer) }
          }
        }
      },
      element("p", ["class": "note muted"]) {
        "Kendall’s τ-b between the excess kurtosis of the weights and the accuracy, with its p in "
        "parentheses: the share of all ways to assign the accuracies to the networks of a "
        "nonlinearity that order them at least as strongly, in either direction. 1 says that the more "
        "kurtotic of two networks is always the more robust one, −1 the opposite. A few networks show "
        "what goes together in them, and no cause."
      },
    ])
  }

  private var head: Markup {
    element("thead") {
      element("tr") {
        element("td") { "" }
        for pool in pools {
          element("th", ["scope": "colgroup", "colspan": "\(Self.accuracies.count)"]) {
            name(pool)
          }
        }
      }
      element("tr") {
        element("th", ["scope": "col"]) { "Weights" }
        for _ in pools {
          for accuracy in Self.accuracies {
            element("th", ["scope": "col", "class": "number\(Self.ink(accuracy))"]) {
              accuracy.rawValue
            }
          }
        }
      }
    }
  }

  private func row(_ layer: String?) -> Markup {
    element("tr") {
      element("th", ["scope": "row"]) { layer ?? "mean" }
      for pool in pools {
        for accuracy in Self.accuracies {
          element("td", ["class": "number\(Self.ink(accuracy))"]) {
            relation(layer, accuracy, pool)?.correlation.map(text) ?? "–"
          }
        }
      }
    }
  }

  private static func ink(_ accuracy: KurtosisRelation.Accuracy) -> String {
    switch accuracy {
    case .naive: " naive"
    case .attacked: ""
    case .certified: " honest"
    }
  }

  private func text(_ correlation: RankCorrelation) -> String {
    Wording.number(correlation.tau, 2)
      + (correlation.pValue.map { " (\(Wording.number($0, 3)))" } ?? "")
  }

  private func name(_ pool: Activation?) -> String {
    pool.map { "\(Wording.sentence($0.word)) perceptrons" } ?? "both, each by itself"
  }
}

// MARK: - Words

extension KurtosisTable {
  /// What the mean over layers says of each accuracy, by rule.
  private var answer: String {
    let pool: Activation? = pools.contains(nil) ? nil : pools.first ?? nil
    let networks = relation(nil, .certified, pool)?.networks ?? 0
    let parts = [
      ("certified", KurtosisRelation.Accuracy.certified), ("attacked", .attacked),
      ("naive", .naive),
    ].map { name, accuracy in
      Self.words("with \(name) accuracy", relation(nil, accuracy, pool)?.correlation)
    }
    return "Over \(networks) networks, those of a nonlinearity compared with each other, the mean "
      + "kurtosis over layers \(Wording.list(parts)). Beyond chance is a p of at most 0.05."
  }

  private static func words(_ accuracy: String, _ correlation: RankCorrelation?) -> String {
    guard let correlation else { return "has no order \(accuracy), since either does not vary" }
    let tau = "τ \(Wording.number(correlation.tau, 2))"
    guard let p = correlation.pValue else { return "has a \(tau) \(accuracy)" }
    let numbers = "(\(tau), p \(Wording.number(p, 3)))"
    guard p <= 0.05 else { return "is in no order beyond chance \(accuracy) \(numbers)" }
    return "\(correlation.tau > 0 ? "rises" : "falls") \(accuracy) beyond chance \(numbers)"
  }
}
