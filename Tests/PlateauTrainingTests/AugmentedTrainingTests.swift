import PlateauData
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauTraining

@Suite("Training on augmented images")
struct AugmentedTrainingTests {
  let training = Blobs.examples(
    300, seed: 1, shape: InputShape(channels: 1, height: 2, width: 5))

  func trainer(
    _ augmentation: Augmentation?, isAdversarial: Bool = false, amount: Float = 0.1,
    threads: Int = 1, continuing state: TrainingState? = nil
  ) throws -> Trainer {
    let plan = TrainingPlan(
      epochs: 3, batchSize: 100, isAdversarial: isAdversarial, augmentation: augmentation, seed: 7)
    return try Trainer(
      Blobs.network(), plan: plan, training: training, attack: ShiftAttack(amount: amount),
      continuing: state, workers: Workers(threads: threads))
  }

  func finish(_ trainer: Trainer) throws -> Trainer {
    while try trainer.step() != nil {}
    return trainer
  }

  @Test(arguments: [false, true])
  func `is the same bits with 1, 2 and 4 threads`(isAdversarial: Bool) throws {
    let augmentation = try Augmentation(crop: 1, flips: true)
    let results = try [1, 2, 4].map {
      try finish(trainer(augmentation, isAdversarial: isAdversarial, threads: $0)).state
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    #expect(try finish(trainer(nil, isAdversarial: isAdversarial)).state != results[0])
  }

  @Test(arguments: [1, 3, 4, 8])
  func `continues from any step to the same bits`(stop: Int) throws {
    let augmentation = try Augmentation(crop: 1, flips: true)
    let whole = try finish(trainer(augmentation))
    let first = try trainer(augmentation)
    for _ in 0..<stop { _ = try first.step() }
    let second = try finish(trainer(augmentation, threads: 2, continuing: first.state))
    #expect(second.state == whole.state)
  }

  @Test(arguments: [false, true])
  func `is no change at all without crop and flips`(isAdversarial: Bool) throws {
    let plain = try finish(trainer(nil, isAdversarial: isAdversarial))
    let still = try finish(trainer(Augmentation(), isAdversarial: isAdversarial))
    #expect(still.state == plain.state)
  }

  @Test func `perturbs the augmented images, in the second half of a batch`() throws {
    let augmentation = try Augmentation(crop: 1, flips: true)
    let trainer = try trainer(augmentation, isAdversarial: true, amount: 1)
    _ = try trainer.step()
    let inputs = trainer.stepper.pass.inputs
    var order = Array(0..<300)
    var generator = SeededGenerator(seed: 7, purpose: "shuffle", index: 0)
    generator.fillPermutation(&order)
    var wrong: [Int] = []
    for row in 0..<100 {
      let move = augmentation.move(seed: 7, epoch: 0, example: order[row])
      let expected = AugmentationTests.expected(
        Array(training.inputs.row(order[row])), training.shape, move)
      let clean = (0..<10).map { inputs[row, $0] }
      let perturbed = (0..<10).map { inputs[100 + row, $0] }
      if clean != expected || perturbed != expected.map({ $0 + 1 }) { wrong.append(row) }
    }
    #expect(wrong.isEmpty)
  }
}
