import PlateauAttacks
public import PlateauData
import PlateauNetworks
public import PlateauNumerics
import PlateauTraining

/// Trains the networks that the paper compares, attacks them naively and honestly, and puts the
/// findings on record.
///
/// Every network and every finding is kept in the folder as soon as it is there, so that a run that
/// was interrupted, or killed, continues where it was.
public struct Reproduction {
  /// The folder that holds everything.
  public let folder: ReproductionFolder
  private let plan: ReproductionPlan
  private let dataset: Dataset
  private let workers: Workers

  /// Opens a reproduction: makes its folder, or finds the one to continue.
  ///
  /// - Parameters:
  ///   - folder: The folder; new, empty, or with the reproduction to continue.
  ///   - plan: What is to be done.
  ///   - dataset: The data; ten classes of images are expected, others work as well.
  ///   - resumes: Whether to continue what the folder holds.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Throws: `ExperimentError` where the folder holds something else or another reproduction,
  ///   `DataError` where it cannot be written.
  public init(
    _ folder: ReproductionFolder, plan: ReproductionPlan, dataset: Dataset, resumes: Bool,
    workers: Workers
  ) throws {
    self.folder = folder
    self.plan = plan
    self.dataset = dataset
    self.workers = workers
    try folder.prepare(plan, data: dataset, resumes: resumes)
  }

  /// Trains and measures.
  ///
  /// - Parameter observe: Receives what is being done, and returns whether to go on.
  /// - Returns: The record; nil where the observer stopped it.
  /// - Throws: `TrainingError` of code `diverged`, `DataError` and `FormatError` where a file cannot
  ///   be read or written, `ExperimentError` where a part of the folder is damaged.
  public func run(
    _ observe: @escaping (ReproductionProgress) -> Bool = { _ in true }
  ) throws -> ReproductionRecord? {
    let clock = ContinuousClock()
    let begin = clock.now
    let variants = plan.variants
    var models: [ModelRecord] = []
    var trainingExamples = 0
    for (index, variant) in variants.enumerated() {
      let name = variant.name
      func report(_ activity: ReproductionProgress.Activity) -> Bool {
        observe(
          ReproductionProgress(
            model: name, number: index + 1, total: variants.count, activity: activity))
      }
      var configuration = try variant.preset.configuration(isQuick: plan.isQuick)
      configuration.seed = plan.seed
      configuration.data.source = dataset.name
      // Datasets smaller than MNIST keep as large a share of their examples to learn from.
      configuration.data.validation = min(
        configuration.data.validation, dataset.training.count / 6)
      let data = try StudyData(dataset, configuration.data)
      trainingExamples = max(trainingExamples, data.training.count)
      let run = try train(variant.preset, configuration, data) { report(.training($0)) }
      guard case .finished(let network) = run.outcome else { return nil }
      if let known = try folder.readFinding(name) {
        models.append(known)
        continue
      }
      let measured = try measure(variant, network, run.epochs, data) {
        report(.measuring($0))
      }
      guard let measured else { return nil }
      try folder.writeFinding(measured)
      models.append(measured)
      guard report(.finished(measured)) else { return nil }
    }
    let record = ReproductionRecord(
      environment: RunEnvironment(
        data: dataset.name, dataChecksum: dataset.checksum, threads: workers.threads),
      isQuick: plan.isQuick, seed: plan.seed, trainingExamples: trainingExamples,
      testExamples: dataset.test.count, models: models, claims: ClaimRules(models).claims,
      seconds: (clock.now - begin) / .seconds(1))
    try folder.write(record)
    return record
  }

  private func train(
    _ preset: Preset, _ configuration: RunConfiguration, _ data: StudyData,
    _ observe: (TrainingProgress) -> Bool
  ) throws -> (outcome: TrainingRun.Outcome, epochs: [EpochRecord]) {
    let attack =
      configuration.training.needsAttack
      ? FastGradientTraining(epsilon: configuration.attackEpsilon) : nil
    let run = try TrainingRun(
      folder.run(preset), configuration: configuration, data: data, attack: attack, resumes: true,
      workers: workers)
    let outcome = try run.run(observe)
    return (outcome, run.epochs)
  }

  private func measure(
    _ variant: NetworkVariant, _ trained: Network<Float>,
    _ epochs: [EpochRecord], _ data: StudyData, _ observe: @escaping (String) -> Bool
  ) throws -> ModelRecord? {
    let network = variant.network(trained)
    let test = data.test
    let statistics = ModelStatistics(network)
    guard observe("statistics") else { return nil }
    let activities = statistics.activities(
      on: test.prefix(plan.attackedExamples).inputs, workers: workers)
    let units = network.architecture.hiddenWidths
    let saturated = zip(activities, units).reduce(0.0) {
      $0 + ($1.0.saturatedFraction ?? 0) * Double($1.1)
    }
    let evaluation = try Evaluation(network, on: test, workers: workers)
    let measurement = ModelMeasurement(network: network, test: test, plan: plan, workers: workers)
    do {
      return ModelRecord(
        name: variant.name, training: variant.preset.training,
        activation: variant.preset.activation,
        gain: variant.gain, logitGain: variant.logitGain,
        architecture: network.architecture.summary, epochs: epochs.count,
        penaltyWeight: variant.preset.training == .saturating ? epochs.last?.penaltyWeight : nil,
        cleanAccuracy: evaluation.record(model: variant.name, data: data.name).accuracy,
        saturatedFraction: saturated / Double(units.reduce(0, +)), weights: statistics.weights,
        activities: activities,
        robustness: try plan.epsilons.map { try measurement.robustness(at: $0, observe) })
    } catch is ModelMeasurement.Interrupted {
      return nil
    }
  }
}
