import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@Suite("Certified training")
struct CertifiedTrainingTests {
  let training = Blobs.examples(300, seed: 1)
  let validation = Blobs.examples(100, seed: 2)

  static func certified(
    _ method: CertifiedTraining.Method = .interval
  ) throws -> CertifiedTraining {
    try CertifiedTraining(
      method: method, epsilon: 0.03, start: 1, warmup: 2,
      penalty: method == .interval ? nil : try Blobs.penalty(maximum: 1e-3, step: 1e-4))
  }

  func plan(_ method: CertifiedTraining.Method, epochs: Int = 5) throws -> TrainingPlan {
    TrainingPlan(
      epochs: epochs, batchSize: 32, optimizer: .adam(rate: 0.01),
      certified: try Self.certified(method), seed: 4)
  }

  func trainer(
    _ plan: TrainingPlan, _ activation: Activation = .relu, continuing state: TrainingState? = nil,
    threads: Int = 1
  ) throws -> Trainer {
    try Trainer(
      Blobs.network(activation), plan: plan, training: training, validation: validation,
      continuing: state, workers: Workers(threads: threads))
  }

  func finish(_ trainer: Trainer) throws -> [EpochMetrics] {
    var epochs: [EpochMetrics] = []
    while let progress = try trainer.step() {
      if let epoch = progress.finishedEpoch { epochs.append(epoch) }
    }
    return epochs
  }

  @Test func `the radius rises and kappa falls in the warmup`() throws {
    let certified = try CertifiedTraining(
      method: .both, epsilon: 0.1, trainingEpsilon: 0.2, start: 1, warmup: 2, kappa: 0.25,
      regularization: 0.4, penalty: try Blobs.penalty(maximum: 0.5, step: 0.25))
    let architecture = try Blobs.network().architecture
    let objectives = (0..<8).map {
      certified.objective(step: $0, epoch: $0 / 2, stepsPerEpoch: 2, architecture: architecture)
    }
    #expect(objectives.map(\.epsilon) == [0, 0, 0, 0.05, 0.1, 0.2 * 0.75, 0.2, 0.2])
    #expect(
      objectives.map(\.crossEntropyWeight)
        == [0, 0, 0, 0.1875, 0.375, 0.5625, 0.75, 0.75])
    #expect(objectives.map(\.regularization) == [0.4, 0.4, 0.4, 0.4 * 0.75, 0.2, 0.1, 0, 0])
    #expect(objectives.map(\.penaltyWeight) == [0, 0.25, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    #expect((0..<4).map { certified.cleanWeight(at: Double($0) / 3) }.last == 0.25)
  }

  @Test func `interval bounds win examples that plain training leaves open`() throws {
    let bounded = try #require(finish(try trainer(try plan(.interval, epochs: 30))).last?.bounds)
    // A radius that is only measured, not trained at.
    var plain = try plan(.interval, epochs: 30)
    plain.certified = try CertifiedTraining(
      epsilon: 0.03, trainingEpsilon: 0, kappa: 0, regularization: 0)
    let open = try #require(finish(try trainer(plain)).last?.bounds)
    #expect(try #require(bounded.validationAccuracy) > 0.9)
    #expect(try #require(open.validationAccuracy) < (try #require(bounded.validationAccuracy)))
    #expect(bounded.epsilon == 0.03 && bounded.kappa == 0.5)
  }

  @Test(arguments: [Activation.relu, .sigmoid])
  func `the certified penalty lowers the worst complementary functions`(
    activation: Activation
  ) throws {
    let penalties = try [1e-9, 0.05].map { maximum in
      var plan = try plan(.saturation, epochs: 40)
      plan.certified = try CertifiedTraining(
        method: .saturation, epsilon: 0.01,
        penalty: try Blobs.penalty(maximum: maximum, step: maximum))
      return try #require(finish(try trainer(plan, activation)).last?.bounds).penalty
    }
    #expect(penalties[1] < 0.7 * penalties[0])
  }

  @Test func `at radius 0 steps are those of plain training`() throws {
    var plain = try plan(.interval)
    plain.certified = nil
    var balls = plain
    balls.certified = try CertifiedTraining(
      epsilon: 0, kappa: 0.5, regularization: 0)
    let first = try finish(try trainer(plain))
    let second = try finish(try trainer(balls))
    for (one, other) in zip(first, second) {
      // Half of a gradient added to the other half, in single precision over 45 steps of Adam.
      #expect((one.loss - other.loss).magnitude < 1e-3 * one.loss)
    }
    #expect(second.last?.bounds?.validationAccuracy == second.last?.validationAccuracy)
  }

  @Test(arguments: CertifiedTraining.Method.allCases)
  func `gives the same bits with 1, 2 and 4 threads`(method: CertifiedTraining.Method) throws {
    var plan = try plan(method)
    plan.batchSize = 100
    let results = try [1, 2, 4].map { threads in
      let trainer = try trainer(plan, threads: threads)
      let epochs = try finish(trainer)
      return (epochs, trainer.selectedNetwork)
    }
    for other in results.dropFirst() {
      #expect(other.0 == results[0].0)
      #expect(other.1 == results[0].1)
    }
  }

  @Test(arguments: [1, 10, 22, 44])
  func `continues from any step to the same bits`(stop: Int) throws {
    var plan = try plan(.both)
    plan.selection = .bestValidationBoundedAccuracy
    let whole = try trainer(plan)
    let epochs = try finish(whole)
    let first = try trainer(plan)
    for _ in 0..<stop { _ = try first.step() }
    let second = try trainer(plan, continuing: first.state)
    #expect(try finish(second).last == epochs.last)
    #expect(second.state == whole.state)
    #expect(second.selectedNetwork == whole.selectedNetwork)
    let best = try #require(epochs.compactMap(\.bounds?.validationAccuracy).max())
    #expect(whole.state.position.selectedScore == best)
  }

  @Test func `batch normalization is refused by name`() throws {
    let architecture = try Architecture(
      input: Blobs.shape,
      layers: [
        .dense(units: 4), .batchNormalization(epsilon: 1e-5), .activation(.relu),
        .dense(units: 3),
      ])
    var generator = SeededGenerator(seed: 1, purpose: "initialize")
    let network = Network<Float>(architecture, initializer: .heUniform, using: &generator)
    let error = #expect(throws: TrainingError.self) {
      try Trainer(network, plan: try plan(.interval), training: training)
    }
    #expect(
      error?.message
        == "Layer 1 is a batch normalization, which certified training has no bounds for. Give a "
        + "network without.")
  }

  static let refusals: [(@Sendable () throws -> Void, String)] = [
    (
      { _ = try CertifiedTraining(epsilon: 2) },
      "The epsilon of certified training is 2.0; it must be from 0.0 to 1.0."
    ),
    (
      { _ = try CertifiedTraining(epsilon: 0.1, kappa: -0.5) },
      "The kappa of certified training is -0.5; it must be from 0.0 to 1.0."
    ),
    (
      { _ = try CertifiedTraining(epsilon: 0.1, warmup: -1) },
      "The warmup of certified training is -1 epochs; it must be 0 or more."
    ),
    (
      { _ = try CertifiedTraining(method: .both, epsilon: 0.1) },
      "Certified training by 'both' needs a penalty, but none was given. Give its maximum and step, "
        + "or choose 'interval'."
    ),
    (
      { _ = try CertifiedTraining(epsilon: 0.1, penalty: try Blobs.penalty()) },
      "Certified training by 'interval' has no penalty, but one was given. Leave it out, or choose "
        + "'both'."
    ),
    (
      {
        _ = try CertifiedTraining(
          method: .saturation, epsilon: 0.1, kappa: 0.5, penalty: try Blobs.penalty())
      },
      "The kappa of certified training by 'saturation' is 0.5, but there is no other loss than the "
        + "clean one. Leave it out, or choose 'both'."
    ),
    (
      {
        _ = try CertifiedTraining(
          method: .saturation, epsilon: 0.1, regularization: 0.5, penalty: try Blobs.penalty())
      },
      "The regularization of certified training by 'saturation' is 0.5; it is of use for interval "
        + "bounds only. Leave it out, or choose 'both'."
    ),
    (
      { try TrainingPlan(epochs: 3, certified: try certified()).validate() },
      "The start and warmup of certified training take 3 epochs of 3. Make them shorter, or train "
        + "longer."
    ),
    (
      { try TrainingPlan(epochs: 9, isAdversarial: true, certified: try certified()).validate() },
      "The plan is adversarial and certified at once. Choose one of the two."
    ),
    (
      { try TrainingPlan(epochs: 9, selection: .bestValidationBoundedAccuracy).validate() },
      "The selection rule 'bestValidationBoundedAccuracy' needs certified training, but the plan has "
        + "none. Choose another rule."
    ),
  ]

  @Test(arguments: refusals.indices)
  func `what does not go together is refused`(index: Int) {
    let (body, message) = Self.refusals[index]
    let error = #expect(throws: TrainingError.self) { try body() }
    #expect(error?.message == message)
  }
}
