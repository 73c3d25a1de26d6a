import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@Suite("Plans of training")
struct TrainingPlanTests {
  @Test func `the penalty weight rises after the warmup to its maximum`() throws {
    let schedule = try PenaltySchedule(minimum: 0.5, maximum: 2, step: 0.25, warmup: 3)
    let weights = (0..<12).map { schedule.weight(step: $0, epoch: 0) }
    #expect(weights == [0.5, 0.5, 0.5, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2, 2])
    let epochs = try PenaltySchedule(maximum: 1, step: 0.5, unit: .epochs)
    #expect((0..<4).map { epochs.weight(step: 1000, epoch: $0) } == [0, 0.5, 1, 1])
  }

  static let schedules: [(@Sendable () throws -> Void, String)] = [
    (
      { _ = try PenaltySchedule(maximum: -1, step: 0.1) },
      "The maximum of the penalty weight λ is -1.0; it must be 0 or more."
    ),
    (
      { _ = try PenaltySchedule(maximum: 1, step: .nan) },
      "The step of the penalty weight λ is nan; it must be 0 or more."
    ),
    (
      { _ = try PenaltySchedule(minimum: 2, maximum: 1, step: 0) },
      "The maximum of the penalty weight λ is 1.0, below its minimum 2.0. Exchange them."
    ),
    (
      { _ = try PenaltySchedule(maximum: 1, step: 0, warmup: -1) },
      "The warmup of the penalty weight λ is -1; it must be 0 or more."
    ),
    (
      { try TrainingPlan(epochs: 0).validate() },
      "The number of epochs is 0; it must be 1 or more."
    ),
    (
      { try TrainingPlan(epochs: 1, batchSize: 0).validate() },
      "The batch size is 0; it must be from 1 to 1048576."
    ),
    (
      { try TrainingPlan(epochs: 1, optimizer: .sgd(rate: -1)).validate() },
      "The rate of optimizer sgd is -1.0; it must be a finite number, more than 0."
    ),
    (
      { try TrainingPlan(epochs: 1, optimizer: .rmsprop(weightDecay: -1)).validate() },
      "The weight decay of optimizer rmsprop is -1.0; it must be a finite number, 0 or more."
    ),
    (
      { try TrainingPlan(epochs: 1, optimizer: .adam(decay2: 1)).validate() },
      "The decay2 of optimizer adam is 1.0; it must be a finite number, from 0 to below 1."
    ),
    (
      { _ = try RateSchedule.cosine(warmup: -1) },
      "The warmup of the learning rate is -1 epochs; it must be 0 or more."
    ),
    (
      { try TrainingPlan(epochs: 2, rateSchedule: .cosine(warmup: 2)).validate() },
      "The warmup of the learning rate takes 2 epochs of 2. Make it shorter, or train longer."
    ),
    (
      { _ = try Augmentation(crop: 17) },
      "The crop of the augmentation is 17 pixels; it must be from 0 to 16."
    ),
    (
      { try Augmentation(flips: true).validate(for: .vector(784)) },
      "The augmentation moves images, but the training examples have the shape 784, without rows "
        + "to move. Give images, or no augmentation."
    ),
    (
      { try Augmentation(crop: 4).validate(for: InputShape(channels: 3, height: 9, width: 4)) },
      "The crop of the augmentation is 4 pixels, but the training images have the shape 3×9×4. "
        + "Give fewer pixels than their shorter side."
    ),
    (
      { try TrainingPlan(epochs: 1, patience: 2).validate() },
      "A patience of 2 epochs needs a score to watch, but the selection rule is 'last'. "
        + "Choose bestValidationAccuracy, bestValidationAdversarialAccuracy or "
        + "bestValidationBoundedAccuracy."
    ),
  ]

  @Test(arguments: schedules.indices)
  func `numbers outside their range are refused`(index: Int) {
    let (body, message) = Self.schedules[index]
    let error = #expect(throws: TrainingError.self) { try body() }
    #expect(error?.message == message)
  }

  @Test func `examples that do not fit are refused`() throws {
    let network = try Blobs.network()
    let plan = TrainingPlan(epochs: 1)
    let wide = Examples(
      inputs: Matrix(rows: 1, columns: 4), labels: [0], classCount: 3, shape: .vector(4))
    var error = #expect(throws: TrainingError.self) {
      try Trainer(network, plan: plan, training: wide)
    }
    #expect(
      error?.message
        == "The training examples have 4 values each, but the network takes 10. "
        + "Give a network of this input.")
    error = #expect(throws: TrainingError.self) {
      let moved = TrainingPlan(epochs: 1, augmentation: try Augmentation(crop: 1))
      return try Trainer(network, plan: moved, training: Blobs.examples(9, seed: 1))
    }
    #expect(error?.message.hasPrefix("The augmentation moves images, but the training") == true)
    let none = Examples.none(classCount: 3, shape: Blobs.shape)
    error = #expect(throws: TrainingError.self) {
      try Trainer(network, plan: plan, training: none)
    }
    #expect(error?.message == "There are no training examples. Give at least one.")
    error = #expect(throws: TrainingError.self) {
      try Trainer(
        network, plan: TrainingPlan(epochs: 1, isAdversarial: true),
        training: Blobs.examples(9, seed: 1))
    }
    #expect(
      error?.message
        == "The plan trains or selects under attack, but no attack was given. Give one.")
  }
}
