public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Trains a network step by step.
///
/// The caller pulls each step, and between two of them may show progress, keep ``state`` as a
/// checkpoint, or stop:
///
/// ```swift
/// let trainer = try Trainer(network, plan: TrainingPlan(epochs: 10), training: digits.training)
/// while let progress = try trainer.step() {
///   if let epoch = progress.finishedEpoch { print(epoch.epoch, epoch.trainingAccuracy) }
/// }
/// let trained = trainer.selectedNetwork
/// ```
///
/// The result is the same bits for any number of threads, and for a run that was interrupted and
/// continued from its state. Nothing is allocated in a step after the first, but at epochs' ends.
public final class Trainer {
  /// What determines the run.
  public let plan: TrainingPlan
  let training: Examples
  let validation: Examples?
  let attack: (any TrainingAttack)?
  let workers: Workers
  let stepper: TrainingStepper<Float>
  var position: TrainingPosition
  var selectedParameters: [Float]?
  private var order: [Int]
  private var orderedEpoch = -1
  private let perturbers: [any Perturber]

  // The step under way, for the closure that is made once.
  private var firstExample = 0
  private lazy var load: (Range<Int>, Int) -> Void = { [unowned self] rows, thread in
    loadBatch(rows, thread: thread)
  }

  /// Prepares a run, or continues one.
  ///
  /// - Parameters:
  ///   - network: The network at the start; of a state only the architecture is taken from it.
  ///   - plan: What determines the run.
  ///   - training: The examples to learn.
  ///   - validation: The examples that selection and early stop look at.
  ///   - attack: The attack met, where the plan needs one.
  ///   - state: Where to continue; nil starts.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Throws: `TrainingError` if the plan is out of range, or the examples, the attack or the
  ///   state do not fit to it.
  public init(
    _ network: Network<Float>, plan: TrainingPlan, training: Examples,
    validation: Examples? = nil, attack: (any TrainingAttack)? = nil,
    continuing state: TrainingState? = nil, workers: Workers = Workers()
  ) throws(TrainingError) {
    try plan.validate()
    try Self.check(network, plan, training, validation, attack)
    if let state { try Self.check(state, network, plan) }
    self.plan = plan
    self.training = training
    self.validation = validation.flatMap { $0.isEmpty ? nil : $0 }
    self.attack = attack
    self.workers = workers
    position = state?.position ?? TrainingPosition()
    selectedParameters = state?.selectedParameters
    let batch = min(plan.batchSize, training.count)
    var start = network
    if let state { start.parameters = state.parameters }
    stepper = TrainingStepper(
      start, optimizer: plan.optimizer, capacity: plan.isAdversarial ? 2 * batch : batch,
      workers: workers, step: position.step, isCertified: plan.certified != nil)
    if let state { stepper.optimizer.restore(state.moments) }
    order = Array(repeating: 0, count: training.count)
    let architecture = network.architecture
    perturbers =
      if plan.isAdversarial, let attack {
        (0..<workers.threads).map { _ in
          attack.makePerturber(architecture, capacity: architecture.shardSize)
        }
      } else { [] }
  }

  /// The examples in a batch.
  var batchSize: Int { min(plan.batchSize, training.count) }

  /// The optimizer steps in an epoch.
  public var stepsPerEpoch: Int { training.count / batchSize }

  /// The optimizer steps of a whole run without early stop.
  public var totalSteps: Int { stepsPerEpoch * plan.epochs }

  /// Whether no step is left.
  public var isFinished: Bool { position.epoch >= plan.epochs || position.stoppedEarly }

  /// Takes the next step; at the end of an epoch also validates and selects.
  ///
  /// - Returns: What it did, or nil where the run is finished.
  /// - Throws: `TrainingError` of code `diverged` if the loss or, at the end of an epoch, a
  ///   parameter is not finite. The parameters are then of no use; take an earlier state.
  public func step() throws(TrainingError) -> TrainingProgress? {
    guard !isFinished else { return nil }
    orderExamples()
    firstExample = position.sums.steps * batchSize
    let weight = penaltyWeight
    let unitWeight = plan.penalty?.unitWeight(weight, in: stepper.architecture) ?? 0
    let objective = plan.certified?.objective(
      step: position.step, epoch: position.epoch, stepsPerEpoch: stepsPerEpoch,
      architecture: stepper.architecture)
    let (kappa, certifiedWeight) = (cleanWeight, certifiedPenaltyWeight)
    let (statistics, found) = stepper.takeStep(
      rows: plan.isAdversarial ? 2 * batchSize : batchSize, unitWeight: unitWeight,
      attentionWeight: unitWeight * (plan.penalty?.attention ?? 0), rateScale: rateScale,
      crossEntropyWeight: kappa, objective: objective, load: load)
    guard statistics.loss.isFinite, found?.loss.isFinite ?? true else {
      throw divergence(statistics, found)
    }
    let bounds = found.map {
      BoundProgress(
        statistics: $0, epsilon: objective?.epsilon ?? 0, kappa: kappa,
        penaltyWeight: certifiedWeight)
    }
    position.step += 1
    position.sums.add(statistics, found)
    let epoch = position.epoch + 1
    let finished =
      position.sums.steps == stepsPerEpoch
      ? try finishEpoch(penaltyWeight: weight, bounds: bounds) : nil
    return TrainingProgress(
      step: position.step, totalSteps: totalSteps, epoch: epoch, statistics: statistics,
      penaltyWeight: weight, bounds: bounds, finishedEpoch: finished)
  }

  /// The weight λ of the next step.
  var penaltyWeight: Double {
    plan.penalty?.schedule.weight(step: position.step, epoch: position.epoch) ?? 0
  }

  /// The weight κ of the clean cross-entropy in the next step; 1 unless training is certified.
  private var cleanWeight: Double {
    guard let certified = plan.certified else { return 1 }
    return certified.cleanWeight(
      at: certified.progress(step: position.step, stepsPerEpoch: stepsPerEpoch))
  }

  /// The weight λ of the certified saturation penalty in the next step.
  private var certifiedPenaltyWeight: Double {
    plan.certified?.penaltyWeight(step: position.step, epoch: position.epoch) ?? 0
  }

  /// The factor on the optimizer's rate in the next step.
  var rateScale: Double {
    plan.rateSchedule.scale(
      step: position.step, stepsPerEpoch: stepsPerEpoch, epochs: plan.epochs)
  }

  private func orderExamples() {
    guard orderedEpoch != position.epoch else { return }
    var generator = SeededGenerator(seed: plan.seed, purpose: "shuffle", index: position.epoch)
    generator.fillPermutation(&order)
    orderedEpoch = position.epoch
  }

  /// Fills rows of the batch; those of its second half are moved alike, and perturbed.
  private func loadBatch(_ rows: Range<Int>, thread: Int) {
    let pass = stepper.pass
    let columns = training.inputs.columns
    training.inputs.lend { source in
      for row in rows {
        let example = order[firstExample + row % batchSize]
        let (image, input) = (source + example * columns, pass.inputs.row(row))
        if let augmentation = plan.augmentation {
          augmentation.move(seed: plan.seed, epoch: position.epoch, example: example)
            .apply(image, input, training.shape)
        } else {
          input.update(from: image, count: columns)
        }
        pass.labels[row] = Int32(training.labels[example])
      }
    }
    let first = max(rows.lowerBound, batchSize)
    guard plan.isAdversarial, first < rows.upperBound else { return }
    perturbers[thread].perturb(
      pass.inputs.row(first), labels: pass.labels + first, rows: rows.upperBound - first,
      parameters: stepper.parameters.pointer)
  }
}
