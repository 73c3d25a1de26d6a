import PlateauData
import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness
public import PlateauTraining

/// A training run in its folder: started, interrupted, continued, finished.
///
/// Between any two steps the process may be killed; the run then continues from its latest
/// checkpoint to the same bits as one that was never interrupted.
public final class TrainingRun {
  /// What became of a run.
  public enum Outcome: Sendable {
    /// It is finished, and this network was kept.
    case finished(Network<Float>)
    /// It was stopped after this many steps; a checkpoint was written.
    case interrupted(step: Int)
  }

  /// The folder.
  public let folder: RunFolder
  /// Everything that determines the run.
  public let configuration: RunConfiguration
  /// The steps of a whole run.
  public var totalSteps: Int { trainer.totalSteps }
  /// One record for each finished epoch.
  public private(set) var epochs: [EpochRecord]
  /// The step at which this process began; 0 for a run that was not continued.
  public let firstStep: Int

  private let data: StudyData
  private let trainer: Trainer
  private let clock = ContinuousClock()
  private var epochStart: ContinuousClock.Instant
  private var checkpointTime: ContinuousClock.Instant
  /// The longest that a killed process can lose.
  private static let checkpointInterval = Duration.seconds(10)

  /// Opens a run: makes its folder, or finds where it stopped.
  ///
  /// - Parameters:
  ///   - folder: The folder; new, empty, or with the run to continue.
  ///   - configuration: What determines the run.
  ///   - data: The examples.
  ///   - attack: The attack that adversarial training and selection meet.
  ///   - resumes: Whether to continue a run that the folder holds.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Throws: `ExperimentError` where the folder holds another run or something else, `DataError`
  ///   and `FormatError` where a file cannot be read or written, `TrainingError` where the
  ///   configuration does not fit the data.
  public init(
    _ folder: RunFolder, configuration: RunConfiguration, data: StudyData,
    attack: (any TrainingAttack)?, resumes: Bool, workers: Workers
  ) throws {
    self.folder = folder
    self.configuration = configuration
    self.data = data
    let architecture = try configuration.network.architecture(
      input: data.test.shape, classes: data.test.classCount)
    var state: TrainingState?
    var finished: [EpochRecord] = []
    if resumes && folder.holdsRun {
      try folder.requireSame(configuration, data)
      if FileBytes.isFile(folder.checkpoint) {
        let read = try Checkpoint.read(folder.checkpoint)
        finished = try folder.readMetrics(epochs: read.position.epoch)
        state = read
      }
    } else {
      try folder.requireUnused()
    }
    var generator = SeededGenerator(seed: configuration.seed, purpose: "initialize")
    let start = Network<Float>(
      architecture, initializer: configuration.network.initializer, using: &generator)
    trainer = try Trainer(
      start, plan: configuration.training, training: data.training, validation: data.validation,
      attack: attack, continuing: state, workers: workers)
    epochs = finished
    firstStep = state?.position.step ?? 0
    epochStart = clock.now
    checkpointTime = epochStart
    try folder.prepare(configuration, data, threads: workers.threads)
  }

  /// Trains until the end, or until the observer says stop.
  ///
  /// - Parameter observe: Receives what each step did, and returns whether to go on.
  /// - Returns: The network kept, or where the run was stopped.
  /// - Throws: `TrainingError` of code `diverged`; the last good checkpoint is then kept.
  ///   `DataError` and `FormatError` where a file cannot be written.
  public func run(_ observe: (TrainingProgress) -> Bool = { _ in true }) throws -> Outcome {
    if folder.isFinished {
      return .finished(try NetworkFile<Float>.read(folder.model).network)
    }
    epochStart = clock.now
    checkpointTime = epochStart
    while let progress = try trainer.step() {
      if let metrics = progress.finishedEpoch { try finishEpoch(metrics) }
      guard observe(progress) else {
        try saveCheckpoint()
        return .interrupted(step: progress.step)
      }
      if clock.now - checkpointTime > Self.checkpointInterval { try saveCheckpoint() }
    }
    let network = trainer.selectedNetwork
    try NetworkFile(network, metadata: metadata).write(to: folder.model)
    return .finished(network)
  }

  /// What a model says about its own making.
  private var metadata: [String: String] {
    [
      "run.configuration": configuration.yaml, "run.data": data.name,
      "run.dataChecksum": data.checksum,
      "run.selectedEpoch": String(trainer.state.position.selectedEpoch),
    ]
  }

  private func finishEpoch(_ metrics: EpochMetrics) throws {
    let now = clock.now
    epochs.append(EpochRecord(metrics, seconds: (now - epochStart) / .seconds(1)))
    epochStart = now
    try folder.writeMetrics(epochs)
    try saveCheckpoint()
  }

  private func saveCheckpoint() throws {
    guard trainer.isSound else { return }
    try Checkpoint.write(trainer.state, to: folder.checkpoint)
    checkpointTime = clock.now
  }
}
