import CAllocationCounter
import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

/// The counter sees the calling thread, which works as all others do.
@Suite("Allocations of training", .serialized, .enabled(if: allocation_counter_works() != 0))
struct AllocationTests {
  /// The largest number of allocations in several trials.
  static func most(_ body: () throws -> Void) rethrows -> Int64 {
    var most: Int64 = 0
    for _ in 0..<20 {
      let before = allocation_count()
      try body()
      most = max(most, allocation_count() - before)
    }
    return most
  }

  @Test func `an allocating loop counts more than 0`() {
    var arrays: [[Int]] = []
    let count = Self.most { for index in 0..<10 { arrays.append(Array(0...index)) } }
    #expect(count >= 10)
    #expect(arrays.count == 200)
  }

  @Test(arguments: [false, true], [1, 2])
  func `a step after the first allocates nothing`(isAdversarial: Bool, threads: Int) throws {
    let training = Blobs.examples(
      6400, seed: 1, shape: InputShape(channels: 1, height: 2, width: 5))
    for optimizer in [Optimizer.sgd(rate: 0.1), .rmsprop(), .adam()] {
      let plan = TrainingPlan(
        epochs: 1, batchSize: 64, optimizer: optimizer, penalty: try Blobs.penalty(),
        isAdversarial: isAdversarial, augmentation: try Augmentation(crop: 1, flips: true))
      let trainer = try Trainer(
        Blobs.network(), plan: plan, training: training,
        attack: FastGradientTraining(epsilon: 0.1), workers: Workers(threads: threads))
      _ = try trainer.step()
      let count = try Self.most { _ = try trainer.step() }
      #expect(count == 0)
    }
  }

  @Test(arguments: [1, 2])
  func `a step of certified training after the first allocates nothing`(threads: Int) throws {
    let shape = InputShape(channels: 1, height: 2, width: 5)
    let training = Blobs.examples(6400, seed: 1, shape: shape)
    let layers: [Layer] = [
      .convolution(Convolution(channels: 3, window: Window(2))), .activation(.relu),
      .maxPooling(Pooling(window: Window(height: 1, width: 2))), .flatten, .dense(units: 6),
      .activation(.sigmoid), .dense(units: 3),
    ]
    let architecture = try Architecture(input: shape, layers: layers)
    var generator = SeededGenerator(seed: 5, purpose: "initialize")
    let plan = TrainingPlan(
      epochs: 1, batchSize: 64, optimizer: .adam(),
      certified: try CertifiedTraining(method: .both, epsilon: 0.1, penalty: try Blobs.penalty()))
    let trainer = try Trainer(
      Network(architecture, initializer: .intervalNormal, using: &generator), plan: plan,
      training: training, workers: Workers(threads: threads))
    _ = try trainer.step()
    let count = try Self.most { _ = try trainer.step() }
    #expect(count == 0)
  }
}
