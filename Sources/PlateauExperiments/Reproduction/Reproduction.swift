public import PlateauData
public import PlateauNumerics

/// Trains the networks that the paper compares, attacks them naively and honestly, and puts the
/// findings on record.
///
/// Every network and every finding is kept in the folder as soon as it is there, so that a run that
/// was interrupted, or killed, continues where it was.
public struct Reproduction: Sendable {
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

  /// The observer asked to stop.
  struct Interrupted: Error {}

  /// Trains and measures.
  ///
  /// - Parameter observe: Receives what is being done, and returns whether to go on.
  /// - Returns: The record; nil where the observer stopped it.
  /// - Throws: `TrainingError` of code `diverged`, `DataError` and `FormatError` where a file cannot
  ///   be read or written, `ExperimentError` where a part of the folder is damaged, or, of code
  ///   `contradiction`, an attack broke what a bound certifies.
  public func run(
    _ observe: @escaping (ReproductionProgress) -> Bool = { _ in true }
  ) throws -> ReproductionRecord? {
    let clock = ContinuousClock()
    let begin = clock.now
    let stages = ReproductionStages(
      plan: plan, dataset: dataset, workers: workers, observe: observe)
    do {
      let tables = try plan.allSeeds.enumerated().map { index, seed in
        SeedRecord(
          seed: seed,
          models: try stages.models(
            in: index == 0 ? folder : try folder.repetition(seed), seed: seed))
      }
      let geometry = try stages.geometry(in: folder)
      let targeted = try stages.targeted(in: folder)
      let linear = try stages.linear(in: folder)
      let certification = try stages.certification(in: folder)
      let modern = try stages.modern(in: folder)
      let models = tables[0].models
      let records = targeted.flatMap(\.records)
      let record = ReproductionRecord(
        environment: RunEnvironment(
          data: dataset.name, dataChecksum: dataset.checksum, threads: workers.threads),
        isQuick: plan.isQuick, convolutional: plan.convolutional, seed: plan.seed,
        trainingExamples: try stages.trainingExamples,
        testExamples: dataset.test.count, models: models,
        repetitions: Array(tables.dropFirst()), geometry: geometry, targeted: records,
        panels: targeted.flatMap(\.panels), linear: linear, certification: certification,
        modern: modern,
        claims: ClaimRules(
          models, geometry: geometry, targeted: records, linear: linear,
          certification: certification
        ).claims,
        seconds: (clock.now - begin) / .seconds(1))
      try folder.write(record)
      return record
    } catch is Interrupted {
      return nil
    }
  }
}
