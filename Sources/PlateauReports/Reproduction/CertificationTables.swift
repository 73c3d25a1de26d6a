import PlateauExperiments
import PlateauGeometry
import PlateauNetworks

/// The data of the study of certified networks, for programs.
struct CertificationTables {
  let study: CertificationStudyRecord?

  /// One row for each layer of each network, and one for all its hidden units; nil without a study.
  var networks: CSVTable? {
    guard let study else { return nil }
    var table = CSVTable(columns: [
      "network", "training", "activation", "epsilon", "examples", "testAccuracy", "cleanAccuracy",
      "naiveAccuracy", "attackedAccuracy", "certifiedAccuracy", "intervalAccuracy",
      "linearAccuracy", "unitExamples", "layer", "excessKurtosis", "saturatedFraction",
      "provenSaturatedFraction", "stableFraction",
    ])
    for model in study.models {
      func append(
        _ layer: String, _ kurtosis: Double?, _ units: CertifiedModelRecord.Units?
      ) {
        table.append([
          model.name, model.training.rawValue, model.activation.rawValue, study.epsilon,
          study.examples, model.testAccuracy, model.cleanAccuracy, model.naiveAccuracy,
          model.attackedAccuracy, model.certifiedAccuracy, model.intervalAccuracy,
          model.linearAccuracy, study.unitExamples, layer, kurtosis, units?.saturated,
          units?.provenSaturated, units?.stable,
        ])
      }
      for layer in model.layers { append(layer.name, layer.excessKurtosis, layer.units) }
      append("all", model.meanKurtosis, model.units)
    }
    return table
  }

  /// One row for each correlation; nil without a study.
  var kurtosis: CSVTable? {
    guard let study else { return nil }
    var table = CSVTable(columns: [
      "activation", "layer", "accuracy", "networks", "tau", "pValue",
    ])
    for relation in study.relations {
      table.append([
        relation.activation?.rawValue ?? "both", relation.layer ?? "mean",
        relation.accuracy.rawValue, relation.networks, relation.correlation?.tau,
        relation.correlation?.pValue,
      ])
    }
    return table
  }
}
