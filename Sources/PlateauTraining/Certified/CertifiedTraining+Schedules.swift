public import PlateauNetworks

extension CertifiedTraining {
  /// The share of the warmup that is done, in [0, 1].
  ///
  /// - Parameters:
  ///   - done: The number of optimizer steps done.
  ///   - stepsPerEpoch: The number of steps in an epoch.
  /// - Returns: The share for the step that comes next.
  public func progress(step done: Int, stepsPerEpoch: Int) -> Double {
    let past = done - start * stepsPerEpoch
    guard past >= 0 else { return 0 }
    let rise = warmup * stepsPerEpoch
    return past >= rise ? 1 : Double(past) / Double(rise)
  }

  /// The weight κ of the clean cross-entropy at a share of the warmup.
  public func cleanWeight(at progress: Double) -> Double { 1 - (1 - kappa) * progress }

  /// The balls and the weights of a step.
  ///
  /// - Parameters:
  ///   - done: The number of optimizer steps done.
  ///   - epoch: The number of epochs done.
  ///   - stepsPerEpoch: The number of steps in an epoch.
  ///   - architecture: That of the network.
  /// - Returns: What the step that comes next asks of the bounds.
  public func objective(
    step done: Int, epoch: Int, stepsPerEpoch: Int, architecture: Architecture
  ) -> BoundObjective {
    let progress = progress(step: done, stepsPerEpoch: stepsPerEpoch)
    let weight = penaltyWeight(step: done, epoch: epoch)
    return BoundObjective(
      epsilon: trainingEpsilon * progress, crossEntropyWeight: 1 - cleanWeight(at: progress),
      penaltyWeight: penalty?.unitWeight(weight, in: architecture) ?? 0,
      regularization: regularization * (1 - progress))
  }

  /// The weight λ of the certified saturation penalty in a step; 0 without one.
  public func penaltyWeight(step done: Int, epoch: Int) -> Double {
    penalty?.schedule.weight(step: done, epoch: epoch) ?? 0
  }

  /// Checks that the warmup ends before the training does.
  func validate(epochs: Int) throws(TrainingError) {
    guard start + warmup < epochs else {
      throw TrainingError(
        .invalid,
        "The start and warmup of certified training take \(start + warmup) epochs of \(epochs). "
          + "Make them shorter, or train longer.")
    }
  }
}
