import PlateauData
import PlateauNetworks
import PlateauNumerics

/// The targeted attacks on one network, as the folder keeps them.
struct TargetedStage: Codable {
  var records: [TargetedRecord]
  /// The images of L-BFGS.
  var panels: [TargetedPanel]
}

extension ReproductionStages {
  /// The geometry of the networks that are compared.
  func geometry(in folder: ReproductionFolder) throws -> [GeometryRecord] {
    try plan.compared.map { variant in
      let report = begin(variant.name)
      return try finding("geometry-\(variant.name)", in: folder) {
        let trained = try train(variant.preset, in: folder, seed: plan.seed, report)
        let network = variant.network(trained.network)
        let test = trained.data.test.prefix(plan.attackedExamples(of: variant.preset))
        let analysis = try Analysis(
          network, on: test, plan: plan.analysis(classes: network.architecture.classCount),
          workers: workers)
        var begun = 0.0
        let found = try analysis.run(model: variant.name, data: trained.data.name) { part in
          begun += 1
          return report(
            .measuring("geometry: \(part)", share: (begun - 1) / Double(analysis.parts)))
        }
        guard let found else { throw Reproduction.Interrupted() }
        return GeometryRecord(found)
      }
    }
  }

  /// Targeted attacks from the least confident image of each class.
  func targeted(in folder: ReproductionFolder) throws -> [TargetedStage] {
    try plan.attacked.map { variant in
      let report = begin(variant.name)
      return try finding("targeted-\(variant.name)", in: folder) {
        let trained = try train(variant.preset, in: folder, seed: plan.seed, report)
        let study = try TargetedStudy(
          Network<Double>(trained.network), named: variant.preset.name, gain: variant.gain,
          on: trained.data.test, plan: plan.targeted(variant.preset), workers: workers)
        let meter = WorkMeter()
        var text = "targeted attacks"
        meter.onAdvance = { [unowned meter] in _ = report(.measuring(text, share: meter.share)) }
        let findings = try study.run(meter: meter) { attack in
          text = "targeted attacks: \(attack)"
          return report(.measuring(text, share: meter.share))
        }
        guard let findings else { throw Reproduction.Interrupted() }
        // Figure 5 is of perceptrons.
        let shown = variant.preset.family == .mlp ? findings : []
        return TargetedStage(
          records: findings.map(\.record),
          panels: shown.filter { $0.record.attack == "lbfgs" }.map { TargetedPanel($0) })
      }
    }
  }

  /// The experiments on linear classifiers.
  func linear(in folder: ReproductionFolder) throws -> LinearRecord {
    let report = begin("linear classifiers")
    return try finding("linear", in: folder) {
      let (_, data) = try data(for: plan.variants[0].preset, seed: plan.seed)
      let study = LinearStudy(LinearPlan(isQuick: plan.isQuick, seed: plan.seed))
      var (begun, activity) = (0.0, "")
      let record = try study.run(on: data, workers: workers) { text in
        if text != activity { (begun, activity) = (begun + 1, text) }
        return report(.measuring(text, share: (begun - 1) / Double(study.parts)))
      }
      guard let record else { throw Reproduction.Interrupted() }
      return record
    }
  }
}
