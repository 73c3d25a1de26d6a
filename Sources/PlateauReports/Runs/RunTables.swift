import PlateauExperiments
import PlateauGeometry
import PlateauNumerics
import PlateauRobustness

/// The data of a page of runs, for programs.
struct RunTables {
  let runs: [RunReport.Run]

  /// The curves: one row for each epoch of each run.
  var curves: CSVTable {
    var table = CSVTable(columns: [
      "run", "epoch", "step", "loss", "crossEntropy", "penalty", "penaltyWeight",
      "saturatedFraction", "trainingAccuracy", "validationAccuracy",
      "validationAdversarialAccuracy", "seconds",
    ])
    for run in runs {
      for epoch in run.epochs {
        table.append([
          run.name, epoch.epoch, epoch.step, epoch.loss, epoch.crossEntropy, epoch.penalty,
          epoch.penaltyWeight, epoch.saturatedFraction, epoch.trainingAccuracy,
          epoch.validationAccuracy, epoch.validationAdversarialAccuracy, epoch.seconds,
        ])
      }
    }
    return table
  }

  /// The weights: one row for each bin of each layer of each run.
  var weights: CSVTable {
    var table = CSVTable(columns: ["run"] + LayerRows.columns("excessKurtosis"))
    for run in runs {
      for layer in run.weights {
        LayerRows.append(run.name, layer, layer.distribution.excessKurtosis, to: &table)
      }
    }
    return table
  }

  /// The attacks: one row for each.
  var attacks: CSVTable {
    var table = CSVTable(columns: [
      "run", "attack", "norm", "epsilon", "gradient", "precision", "targets", "steps", "restarts",
      "examples", "robustAccuracy", "successes", "unchanged", "zeroGradients", "inconclusive",
      "precisionDependent", "meanDistortion", "queries", "seconds",
    ])
    for run in runs {
      for attack in run.attacks?.attacks ?? [] {
        table.append([
          run.name, attack.name, attack.norm.rawValue, attack.epsilon, attack.gradient,
          attack.precision.rawValue, attack.targets?.rawValue, attack.steps, attack.restarts,
          run.attacks?.examples, attack.robustAccuracy, attack.successes, attack.unchanged,
          attack.zeroGradients, attack.inconclusive, attack.precisionDependent,
          attack.meanDistortion, attack.queries, attack.seconds,
        ])
      }
    }
    return table
  }
}
