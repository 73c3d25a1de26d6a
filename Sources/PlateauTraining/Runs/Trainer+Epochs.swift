import PlateauData
public import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

extension Trainer {
  /// The run as it is, to be kept as a checkpoint.
  ///
  /// - Complexity: one copy of the parameters and of each moment.
  public var state: TrainingState {
    TrainingState(
      parameters: stepper.snapshot, moments: stepper.optimizer.snapshot,
      selectedParameters: selectedParameters, position: position)
  }

  /// Whether every parameter and moment is finite, so that a checkpoint is of use.
  public var isSound: Bool { stepper.isFinite }

  /// The network as it is.
  public var currentNetwork: Network<Float> {
    stepper.network
  }

  /// The network that the selection rule keeps: the current one under `last`, and before the first
  /// epoch ends.
  public var selectedNetwork: Network<Float> {
    var network = stepper.network
    if let selectedParameters { network.parameters = selectedParameters }
    return network
  }

  func finishEpoch(
    penaltyWeight: Double, bounds: BoundProgress?
  ) throws(TrainingError) -> EpochMetrics {
    guard isSound else { throw divergence(nil) }
    let network = stepper.network
    let accuracy = validation.map { network.accuracy(on: $0, workers: workers) }
    var adversarial: Double?
    if plan.selection == .bestValidationAdversarialAccuracy, let validation, let attack {
      adversarial = network.accuracy(on: validation, under: attack, workers: workers)
    }
    var bounded: Double?
    if let certified = plan.certified, let validation {
      bounded = stepper.boundedAccuracy(on: validation, epsilon: certified.epsilon)
    }
    position.epoch += 1
    let metrics = position.sums.metrics(
      epoch: position.epoch, step: position.step, penaltyWeight: penaltyWeight,
      validation: accuracy, adversarial: adversarial, bounds: bounds, bounded: bounded)
    position.sums = EpochSums()
    select(metrics, network)
    return metrics
  }

  private func select(_ metrics: EpochMetrics, _ network: Network<Float>) {
    guard let score = metrics.score(under: plan.selection) else {
      position.selectedEpoch = metrics.epoch
      return
    }
    if position.selectedScore.map({ score > $0 }) ?? true {
      position.selectedScore = score
      position.selectedEpoch = metrics.epoch
      selectedParameters = network.parameters
    } else if let patience = plan.patience,
      metrics.epoch - position.selectedEpoch >= patience
    {
      position.stoppedEarly = metrics.epoch < plan.epochs
    }
  }

  /// The error of a run that diverged, with the likely cause.
  func divergence(
    _ statistics: BatchStatistics?, _ bounds: BoundStatistics? = nil
  ) -> TrainingError {
    let rate = plan.optimizer.rate * rateScale
    let weight = penaltyWeight
    var cause =
      "The learning rate \(rate) of \(plan.optimizer.name) is probably too high; divide it by 10."
    if let statistics, statistics.crossEntropy.isFinite {
      cause = "The saturation penalty, with λ = \(weight), outgrew the numbers; lower its maximum."
    }
    let what =
      if let statistics {
        "the loss is \(statistics.loss + (bounds?.loss ?? 0)) (cross-entropy \(statistics.crossEntropy), λ \(weight))"
      } else { "a parameter is not finite" }
    return TrainingError(
      .diverged,
      "Training diverged at step \(position.step + 1) of \(totalSteps), in epoch "
        + "\(min(position.epoch + 1, plan.epochs)): \(what). \(cause)")
  }
}
