import PlateauData
import PlateauNetworks
import PlateauNumerics

extension ReproductionStages {
  /// Trains and measures the networks of the first table.
  func models(in folder: ReproductionFolder, seed: UInt64) throws -> [ModelRecord] {
    try plan.variants.map { variant in
      let report = begin(seed == plan.seed ? variant.name : "\(variant.name), seed \(seed)")
      let trained = try train(variant.preset, in: folder, seed: seed, report)
      var isNew = false
      let model = try finding(variant.name, in: folder) {
        isNew = true
        return try measure(
          variant, variant.network(trained.network), trained.epochs, trained.data
        ) { report(.measuring($0, share: $1)) }
      }
      // It is kept by now: stopping here loses nothing.
      guard !isNew || report(.finished(model)) else { throw Reproduction.Interrupted() }
      return model
    }
  }

  private func measure(
    _ variant: NetworkVariant, _ network: Network<Double>, _ epochs: [EpochRecord],
    _ data: StudyData, _ goesOn: @escaping (String, Double) -> Bool
  ) throws -> ModelRecord {
    let test = data.test
    let count = plan.attackedExamples(of: variant.preset)
    let statistics = ModelStatistics(network)
    guard goesOn("statistics", 0) else { throw Reproduction.Interrupted() }
    let activities = try statistics.activities(
      on: test.prefix(count).inputs, workers: workers)
    let units = network.architecture.hiddenWidths
    let saturated = zip(activities, units).reduce(0.0) {
      $0 + ($1.0.saturatedFraction ?? 0) * Double($1.1)
    }
    let evaluation = try Evaluation(network, on: test, workers: workers)
    let measurement = try ModelMeasurement(
      network, of: variant.preset, named: variant.name, on: test, plan: plan, workers: workers)
    return ModelRecord(
      name: variant.name, family: variant.preset.family, training: variant.preset.training,
      activation: variant.preset.activation, gain: variant.gain,
      logitGain: variant.logitGain, architecture: network.architecture.summary,
      epochs: epochs.count,
      penaltyWeight: variant.preset.penaltyWeight(after: epochs),
      cleanAccuracy: evaluation.record(model: variant.name, data: data.name).accuracy,
      saturatedFraction: saturated / Double(units.reduce(0, +)), weights: statistics.weights,
      activities: activities,
      robustness: try plan.epsilons.enumerated().map { index, epsilon in
        try measurement.finding(at: epsilon) { attack, share in
          goesOn(attack, (Double(index) + share) / Double(self.plan.epsilons.count))
        }.record
      })
  }
}
