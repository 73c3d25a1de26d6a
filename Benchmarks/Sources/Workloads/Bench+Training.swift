public import Plateau

extension Bench {
  /// The perceptron of the attack workloads, trained for an epoch without a penalty.
  ///
  /// - Throws: `TrainingError` if training diverges.
  public func vanilla() throws -> Network<Float> {
    let trainer = try trainer(widths: [200, 200], penaltyWeight: nil)
    while try trainer.step() != nil {}
    return trainer.selectedNetwork
  }

  func train(widths: [Int], penaltyWeight: Double) throws -> Measurement {
    var loss = Double.nan
    var result = try Measurement {
      let trainer = try trainer(widths: widths, penaltyWeight: penaltyWeight)
      while let progress = try trainer.step() { loss = progress.finishedEpoch?.loss ?? loss }
    }
    result.details = ["loss": loss]
    return result
  }

  private func trainer(widths: [Int], penaltyWeight: Double?) throws -> Trainer {
    let architecture = try Architecture.multilayerPerceptron(
      input: digits.training.shape, widths: widths, activation: .sigmoid, classes: 10)
    var generator = SeededGenerator(seed: 0, purpose: "initialize")
    let network = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    return try Trainer(
      network, plan: plan(penaltyWeight: penaltyWeight), training: digits.training,
      workers: workers)
  }

  /// One epoch of RMSProp with batches of 128.
  func plan(penaltyWeight: Double?) throws -> TrainingPlan {
    var plan = TrainingPlan(epochs: 1, batchSize: 128, optimizer: .rmsprop(rate: 1e-3))
    if let penaltyWeight {
      plan.penalty = SaturationPenalty(
        schedule: try PenaltySchedule(minimum: penaltyWeight, maximum: penaltyWeight, step: 0))
    }
    return plan
  }
}
