import PlateauExperiments
import PlateauGeometry
import PlateauNumerics

/// The data of Table 2 and Figure 6, for programs.
struct ExperimentTables {
  let record: ReproductionRecord

  /// Targeted attacks: one row for each attack with each kind of gradient; nil without any.
  var targeted: CSVTable? {
    guard !record.targeted.isEmpty else { return nil }
    var table = CSVTable(columns: [
      "network", "gain", "attack", "gradient", "precision", "softness", "iterations", "pairs",
      "successes", "successRate", "meanL2Distortion", "zeroGradients", "precisionDependent",
      "queries",
    ])
    for row in record.targeted {
      let softness = row.softness?.map { "\($0)" }.joined(separator: " ")
      table.append([
        row.model, row.gain, row.attack, row.gradient, row.precision.rawValue, softness,
        row.iterations, row.pairs, row.successes, row.successRate, row.meanDistortion,
        row.zeroGradients, row.precisionDependent, row.queries,
      ])
    }
    return table
  }

  /// Linear classifiers: one row for each of them at each epsilon, with the line through all, and
  /// one for each point of theory; nil without any.
  var linear: CSVTable? {
    guard let linear = record.linear else { return nil }
    var table = CSVTable(columns: [
      "experiment", "epsilon", "shape", "penalty", "excessKurtosis", "normRatio", "sparsity",
      "cleanAccuracy", "robustAccuracy", "slope", "intercept", "rSquared",
    ])
    let none: Double? = nil
    for (name, experiments) in [
      ("gaussian", linear.gaussian), ("ranked", linear.ranked), ("sparse", linear.sparse),
    ] {
      for experiment in experiments {
        let line = experiment.line
        for point in experiment.points {
          table.append([
            name, experiment.epsilon, point.shape, point.penalty, point.excessKurtosis,
            point.normRatio, point.sparsity, point.cleanAccuracy, point.robustAccuracy,
            line?.slope, line?.intercept, line?.rSquared,
          ])
        }
        for point in experiment.theory ?? [] {
          table.append([
            "\(name) theory", experiment.epsilon, point.shape, none, point.excessKurtosis, none,
            none, none, point.robustAccuracy, none, none, none,
          ])
        }
      }
    }
    return table
  }
}
