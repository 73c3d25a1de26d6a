import PlateauExperiments
import PlateauNumerics
import PlateauRobustness

/// The data of an audit's page.
struct AuditTables {
  let records: [AuditRecord]

  /// One row for each attack.
  var attacks: CSVTable {
    var table = CSVTable(columns: [
      "epsilon", "norm", "attack", "gradient", "softness", "precision", "examples",
      "robustAccuracy", "successes", "unchanged", "zeroGradients", "inconclusive",
      "precisionDependent", "queries",
    ])
    for record in records {
      for attack in record.attacks {
        table.append([
          attack.epsilon, attack.norm.rawValue, attack.name, attack.gradient,
          attack.softness?.first, attack.precision.rawValue, attack.examples ?? record.examples,
          attack.robustAccuracy, attack.successes, attack.unchanged, attack.zeroGradients,
          attack.inconclusive, attack.precisionDependent, attack.queries,
        ])
      }
    }
    return table
  }

  /// One row for each example.
  var examples: CSVTable {
    var table = CSVTable(columns: ["epsilon", "index", "label", "answer", "margin", "attack"])
    for record in records {
      for outcome in record.outcomes ?? [] {
        table.append([
          record.epsilon, outcome.index, outcome.label, outcome.answer.rawValue, outcome.margin,
          outcome.attack,
        ])
      }
    }
    return table
  }

  /// One row for each check.
  var checks: CSVTable {
    var table = CSVTable(columns: ["epsilon", "check", "result", "evidence"])
    for record in records {
      for check in record.checks {
        table.append([record.epsilon, check.name.rawValue, check.result.rawValue, check.evidence])
      }
    }
    return table
  }
}
