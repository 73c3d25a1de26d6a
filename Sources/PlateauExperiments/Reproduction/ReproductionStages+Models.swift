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
        return try measure(variant, trained, at: plan.epsilons) {
          report(.measuring($0, share: $1))
        }
      }
      // It is kept by now: stopping here loses nothing.
      guard !isNew || report(.finished(model)) else { throw Reproduction.Interrupted() }
      return model
    }
  }

  /// Trains and measures depthwise networks and transformers, of the first seed; nil in a reproduction
  /// without them.
  func modern(in folder: ReproductionFolder) throws -> [ModelRecord]? {
    guard let convolutional = plan.convolutional else { return nil }
    return try plan.modern.map { variant in
      let report = begin(variant.name)
      let trained = try train(variant.preset, in: folder, seed: plan.seed, report)
      return try finding(variant.name, in: folder) {
        try measure(variant, trained, at: convolutional.modernEpsilons) {
          report(.measuring($0, share: $1))
        }
      }
    }
  }

  private func measure(
    _ variant: NetworkVariant,
    _ trained: (network: Network<Float>, epochs: [EpochRecord], data: StudyData),
    at epsilons: [Double], _ goesOn: @escaping (String, Double) -> Bool
  ) throws -> ModelRecord {
    let (network, epochs) = (variant.network(trained.network), trained.epochs)
    let (data, test) = (trained.data, trained.data.test)
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
      logitGain: variant.logitGain,
      attentionGain: network.architecture.hasSoftmaxes ? variant.attentionGain : nil,
      architecture: network.architecture.summary,
      epochs: epochs.count,
      penaltyWeight: variant.preset.penaltyWeight(after: epochs),
      cleanAccuracy: evaluation.record(model: variant.name, data: data.name).accuracy,
      saturatedFraction: saturated / Double(units.reduce(0, +)),
      saturatedAttention: saturatedAttention(of: network, on: test.prefix(count)),
      weights: statistics.weights,
      activities: activities,
      robustness: try epsilons.enumerated().map { index, epsilon in
        try measurement.finding(at: epsilon) { attack, share in
          goesOn(attack, (Double(index) + share) / Double(epsilons.count))
        }.record
      })
  }

  /// The share of weights of attention on flat parts of their softmax; nil without attention.
  private func saturatedAttention(of network: Network<Double>, on examples: Examples) -> Double? {
    guard network.architecture.hasSoftmaxes else { return nil }
    let weights = network.softmaxWeights(of: examples.inputs.converted(), workers: workers)
    let saturated = weights.reduce(0) { count, layer in
      count + layer.elements.count { 4 * $0 * (1 - $0) <= 0.01 }
    }
    return Double(saturated) / Double(weights.reduce(0) { $0 + $1.elements.count })
  }
}
