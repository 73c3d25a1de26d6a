import PlateauExperiments
import PlateauGeometry
import PlateauNetworks

/// The data of the tables and figures, for programs.
struct ReproductionTables {
  let record: ReproductionRecord

  /// The first table, as fractions: one row for each network, seed and epsilon.
  var errors: CSVTable {
    var table = CSVTable(columns: Self.errorColumns)
    let seeds = [SeedRecord(seed: record.seed, models: record.models)] + record.repetitions
    for (seed, model) in seeds.flatMap({ seed in seed.models.map { (seed.seed, $0) } }) {
      for row in model.robustness { table.append(errors(model, seed, row)) }
    }
    return table
  }

  /// The depthwise networks and transformers, with the columns of the first table and those of saturation;
  /// nil without any.
  var modern: CSVTable? {
    guard let models = record.modern else { return nil }
    var table = CSVTable(
      columns: Self.errorColumns + ["attentionGain", "saturatedFraction", "saturatedAttention"])
    for model in models {
      for row in model.robustness {
        table.append(
          errors(model, record.seed, row)
            + [model.attentionGain, model.saturatedFraction, model.saturatedAttention])
      }
    }
    return table
  }

  private static let errorColumns = [
    "network", "seed", "family", "training", "activation", "gain", "logitGain", "epsilon",
    "testExamples", "fgsmExamples",
    "cleanError",
    "naiveFGSMError", "stableFGSMError", "sweptFGSMError", "naiveFGSMZeroGradients",
    "stableFGSMZeroGradients", "worstCaseExamples", "worstCaseCleanError", "naivePGDError",
    "stablePGDError", "sweptPGDError", "sweptPGDInconclusive", "worstCaseError", "certifiedError",
    "finding",
  ]

  private func errors(
    _ model: ModelRecord, _ seed: UInt64, _ row: RobustnessRecord
  ) -> [any CSVCell] {
    [
      model.name, "\(seed)", model.family.rawValue, model.training.rawValue,
      model.activation.rawValue, model.gain, model.logitGain, row.epsilon,
      record.testExamples, row.fgsmExamples ?? record.testExamples, 1 - model.cleanAccuracy,
      row.naiveFGSM.error, row.stableFGSM.error,
      row.sweptFGSM.error, row.naiveFGSM.zeroGradients, row.stableFGSM.zeroGradients,
      row.worstCaseExamples, 1 - row.worstCaseCleanAccuracy, row.naivePGD.error,
      row.stablePGD.error, row.sweptPGD.error, row.sweptPGD.inconclusive, 1 - row.worstCase,
      row.certified.map { 1 - $0 },
      Finding(row, testExamples: record.testExamples).kind.rawValue,
    ]
  }

  /// The weights: one row for each bin of each layer of each perceptron.
  var weights: CSVTable {
    var table = CSVTable(columns: ["network"] + LayerRows.columns("excessKurtosis"))
    for model in record.models(of: .mlp) {
      for layer in model.weights {
        LayerRows.append(model.name, layer, layer.distribution.excessKurtosis, to: &table)
      }
    }
    return table
  }

  /// The activities: one row for each bin of each hidden layer of each perceptron.
  var activities: CSVTable {
    var table = CSVTable(columns: ["network"] + LayerRows.columns("saturatedFraction"))
    for model in record.models(of: .mlp) {
      for layer in model.activities {
        LayerRows.append(model.name, layer, layer.saturatedFraction, to: &table)
      }
    }
    return table
  }

  /// The weights and the activities of convolutional networks: one row for each bin of each layer;
  /// nil without any.
  var convolutional: CSVTable? {
    let models = record.models(of: .cnn)
    guard !models.isEmpty else { return nil }
    var table = CSVTable(
      columns: [
        "network", "values", "layer", "excessKurtosis", "saturatedFraction", "lower", "upper",
        "count",
      ])
    for model in models {
      for (values, layers) in [("weights", model.weights), ("activities", model.activities)] {
        for layer in layers {
          LayerRows.append(
            [
              model.name, values, layer.name, layer.distribution.excessKurtosis,
              layer.saturatedFraction,
            ],
            layer, to: &table)
        }
      }
    }
    return table
  }

  /// The claims.
  var claims: CSVTable {
    var table = CSVTable(columns: ["claim", "measure", "naive", "stable", "proven", "verdict"])
    for claim in record.claims {
      table.append([
        claim.claim, claim.measure, claim.naive, claim.stable, claim.proven,
        claim.verdict.rawValue,
      ])
    }
    return table
  }
}
