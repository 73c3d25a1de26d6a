import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@Suite("Training")
struct TrainerTests {
  let training = Blobs.examples(300, seed: 1)
  let validation = Blobs.examples(100, seed: 2)

  func finish(_ trainer: Trainer) throws -> [EpochMetrics] {
    var epochs: [EpochMetrics] = []
    while let progress = try trainer.step() {
      if let epoch = progress.finishedEpoch { epochs.append(epoch) }
    }
    return epochs
  }

  @Test(arguments: [
    Optimizer.rmsprop(rate: 0.01), .adam(rate: 0.01), .sgd(rate: 0.5, momentum: 0.9),
  ])
  func `learns a separable task with every optimizer`(optimizer: Optimizer) throws {
    let plan = TrainingPlan(epochs: 60, batchSize: 32, optimizer: optimizer)
    let trainer = try Trainer(Blobs.network(), plan: plan, training: training)
    let epochs = try finish(trainer)
    #expect(epochs.count == 60)
    #expect(try #require(epochs.last).loss < 0.5 * (try #require(epochs.first)).loss)
    let accuracy = trainer.selectedNetwork.accuracy(on: validation, workers: Workers(threads: 1))
    #expect(accuracy > 0.95)
  }

  @Test func `the penalty saturates hidden units`() throws {
    var fractions: [Double] = []
    for penalty in [nil, try Blobs.penalty(maximum: 0.05, step: 1e-3)] {
      var plan = TrainingPlan(epochs: 60, batchSize: 32, optimizer: .rmsprop(rate: 0.02))
      plan.penalty = penalty
      let trainer = try Trainer(Blobs.network(), plan: plan, training: training)
      fractions.append(try #require(finish(trainer).last).saturatedFraction)
    }
    #expect(fractions[1] > fractions[0] + 0.3)
  }

  @Test(arguments: [false, true])
  func `gives the same bits with 1, 2 and 4 threads`(isAdversarial: Bool) throws {
    var results: [Network<Float>] = []
    for threads in [1, 2, 4] {
      var plan = TrainingPlan(epochs: 3, batchSize: 100, isAdversarial: isAdversarial)
      plan.penalty = try Blobs.penalty()
      let trainer = try Trainer(
        Blobs.network(), plan: plan, training: training, attack: ShiftAttack(amount: 0.1),
        workers: Workers(threads: threads))
      _ = try finish(trainer)
      results.append(trainer.selectedNetwork)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test(arguments: [1, 7, 9, 10, 26])
  func `continues from any step to the same bits`(stop: Int) throws {
    var plan = TrainingPlan(
      epochs: 3, batchSize: 32, optimizer: .adam(), selection: .bestValidationAccuracy, seed: 4)
    plan.penalty = try Blobs.penalty()
    let whole = try Trainer(
      Blobs.network(), plan: plan, training: training, validation: validation)
    let epochs = try finish(whole)

    let first = try Trainer(
      Blobs.network(), plan: plan, training: training, validation: validation)
    for _ in 0..<stop { _ = try first.step() }
    let second = try Trainer(
      Blobs.network(), plan: plan, training: training, validation: validation,
      continuing: first.state)
    #expect(try finish(second).last == epochs.last)
    #expect(second.state == whole.state)
    #expect(second.selectedNetwork == whole.selectedNetwork)
  }

  @Test func `adversarial training sees each example clean and perturbed`() throws {
    // A shift of all inputs equals a shift of the first biases, so a network trained on both
    // classifies both; a constant one of 0 is training on every example twice.
    let twice = try Trainer(
      Blobs.network(),
      plan: TrainingPlan(epochs: 2, batchSize: 50, isAdversarial: true), training: training,
      attack: ShiftAttack(amount: 0))
    let once = try Trainer(
      Blobs.network(), plan: TrainingPlan(epochs: 2, batchSize: 50), training: training)
    let losses = try zip(finish(twice), finish(once)).map { abs($0.loss - $1.loss) / $1.loss }
    // The same mean over twice the rows: equal up to the rounding of sums in single precision.
    #expect(try #require(losses.max()) < 1e-4)

    let shifted = try Trainer(
      Blobs.network(),
      plan: TrainingPlan(epochs: 2, batchSize: 50, isAdversarial: true), training: training,
      attack: ShiftAttack(amount: 5))
    #expect(try finish(shifted) != finish(once))
  }

  @Test func `selects the epoch with the best validation accuracy and stops early`() throws {
    let plan = TrainingPlan(
      epochs: 200, batchSize: 32, optimizer: .rmsprop(rate: 0.01),
      selection: .bestValidationAccuracy, patience: 3)
    let trainer = try Trainer(
      Blobs.network(), plan: plan, training: training, validation: validation)
    let epochs = try finish(trainer)
    let best = try #require(epochs.compactMap(\.validationAccuracy).max())
    let position = trainer.state.position
    #expect(epochs.count < 200)
    #expect(position.stoppedEarly)
    #expect(epochs.count == position.selectedEpoch + 3)
    #expect(position.selectedScore == best)
    #expect(epochs.first { $0.validationAccuracy == best }?.epoch == position.selectedEpoch)
    let kept = trainer.selectedNetwork.accuracy(on: validation, workers: Workers(threads: 1))
    #expect(kept == best)
  }

  @Test func `selects under attack`() throws {
    let plan = TrainingPlan(
      epochs: 4, batchSize: 32, selection: .bestValidationAdversarialAccuracy)
    let trainer = try Trainer(
      Blobs.network(), plan: plan, training: training, validation: validation,
      attack: ShiftAttack(amount: 0))
    for epoch in try finish(trainer) {
      #expect(epoch.validationAdversarialAccuracy == epoch.validationAccuracy)
    }
  }

  @Test func `a diverging run stops with the step and the likely cause`() throws {
    let plan = TrainingPlan(epochs: 5, batchSize: 32, optimizer: .sgd(rate: 1e30))
    let trainer = try Trainer(
      Blobs.network(.relu), plan: plan, training: training)
    let error = #expect(throws: TrainingError.self) { try finish(trainer) }
    #expect(error?.code == .diverged)
    let step = trainer.state.position.step + 1
    #expect(
      error?.message.hasPrefix("Training diverged at step \(step) of 45, in epoch 1: the loss is ")
        == true)
    #expect(
      error?.message.hasSuffix(
        "The learning rate 1e+30 of sgd is probably too high; divide it by 10.") == true)
  }
}
