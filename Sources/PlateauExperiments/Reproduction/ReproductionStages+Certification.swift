import PlateauCertification
import PlateauData
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension ReproductionStages {
  /// Trains the certified networks, and bounds and attacks them beside those of the first table.
  func certification(in folder: ReproductionFolder) throws -> CertificationStudyRecord {
    let models = try plan.studied.map { preset in
      let report = begin(preset.name)
      return try finding("certification-\(preset.name)", in: folder) {
        let trained = try train(preset, in: folder, seed: plan.seed, report)
        return try certify(
          preset, Network<Double>(trained.network), trained.epochs, on: trained.data.test
        ) { report(.measuring($0, share: $1)) }
      }
    }
    return CertificationStudyRecord(
      epsilon: plan.certifiedEpsilon, examples: min(plan.attackedExamples, testExamples),
      unitExamples: min(plan.boundedUnitExamples, testExamples), models: models)
  }

  private func certify(
    _ preset: Preset, _ network: Network<Double>, _ epochs: [EpochRecord], on test: Examples,
    _ goesOn: @escaping (String, Double) -> Bool
  ) throws -> CertifiedModelRecord {
    let measurement = try ModelMeasurement(
      network, of: preset, named: preset.name, on: test, plan: plan,
      fgsmExamples: plan.studyFGSMExamples, workers: workers)
    let attacked = try measurement.finding(at: plan.certifiedEpsilon) { attack, share in
      goesOn("certification: \(attack)", 0.8 * share)
    }
    guard goesOn("certification: linear bounds", 0.8) else { throw Reproduction.Interrupted() }
    let few = test.prefix(plan.attackedExamples)
    let proof = CertificationCheck(
      model: preset.name, epsilon: plan.certifiedEpsilon, examples: few)
    let linear = LinearBounds(network).margins(
      of: few, within: proof.threat, workers: workers)
    try proof.check(linear, by: "linear bounds", standing: attacked.standing)
    guard goesOn("certification: units", 0.9) else { throw Reproduction.Interrupted() }
    let units = UnitStability(
      network, at: few.prefix(plan.boundedUnitExamples).inputs.converted(), within: proof.threat,
      workers: workers)
    let evaluation = try Evaluation(network, on: test, workers: workers)
    func share(_ count: Int) -> Double { Double(count) / Double(few.count) }
    return CertifiedModelRecord(
      name: preset.name, training: preset.training, activation: preset.activation,
      epochs: epochs.count, penaltyWeight: preset.penaltyWeight(after: epochs),
      testAccuracy: evaluation.record(model: preset.name, data: dataName).accuracy,
      cleanAccuracy: attacked.record.worstCaseCleanAccuracy,
      naiveAccuracy: share(attacked.naive.count), attackedAccuracy: attacked.record.worstCase,
      intervalAccuracy: share(attacked.intervals.count { $0 > 0 }),
      linearAccuracy: share(linear.count { $0 > 0 }),
      certifiedAccuracy: share(zip(attacked.intervals, linear).count { max($0, $1) > 0 }),
      layers: layers(of: network, units.layers), units: units.all)
  }

  /// The weights of each layer beside what its units do.
  private func layers(
    of network: Network<Double>, _ units: [CertifiedModelRecord.Units]
  ) -> [CertifiedModelRecord.Layer] {
    ModelStatistics(network).weights.enumerated().map { index, weights in
      let isHidden = index < units.count
      return CertifiedModelRecord.Layer(
        name: isHidden ? weights.name : "logits",
        excessKurtosis: weights.distribution.excessKurtosis, units: isHidden ? units[index] : nil)
    }
  }
}

extension Preset {
  /// The weight of the penalty in the last epoch; nil without one.
  func penaltyWeight(after epochs: [EpochRecord]) -> Double? {
    switch training {
    case .vanilla, .adversarial, .certified: nil
    case .saturating: epochs.last?.penaltyWeight
    case .certifiedSaturating: epochs.last?.boundPenaltyWeight
    }
  }
}
