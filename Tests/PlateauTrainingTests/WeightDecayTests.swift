import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@Suite("Weight decay")
struct WeightDecayTests {
  private func step(_ optimizer: Optimizer) throws -> Network<Float> {
    let trainer = try Trainer(
      Blobs.network(), plan: TrainingPlan(epochs: 1, batchSize: 64, optimizer: optimizer),
      training: Blobs.examples(64, seed: 1))
    _ = try trainer.step()
    return trainer.currentNetwork
  }

  @Test func `acts on weights and leaves biases alone`() throws {
    let start = try Blobs.network()
    let (plain, decayed) = (
      try step(.sgd(rate: 0.125)), try step(.sgd(rate: 0.125, weightDecay: 0.5))
    )
    for tensor in start.architecture.layout.tensors {
      let values = zip(start[tensor], zip(plain[tensor], decayed[tensor]))
      if tensor.name.hasSuffix("bias") {
        #expect(values.allSatisfy { $1.0 == $1.1 })
      } else {
        // θ − rate·(g + decay·θ): rate · decay · θ less than without. Numbers below 1, five
        // roundings of at most 2⁻²⁵ each.
        let most = values.map { abs(Double($1.0) - Double($1.1) - 0.0625 * Double($0)) }.max()
        #expect(try #require(most) <= 5 * 0x1p-25)
        #expect(start[tensor].contains { abs($0) > 0.1 })
      }
    }
  }

  @Test func `is part of every optimizer`() throws {
    let pairs: [(Optimizer, Optimizer)] = [
      (.sgd(rate: 0.1, momentum: 0.9), .sgd(rate: 0.1, momentum: 0.9, weightDecay: 0.1)),
      (.rmsprop(), .rmsprop(weightDecay: 0.1)), (.adam(), .adam(weightDecay: 0.1)),
    ]
    for (plain, decayed) in pairs { #expect(try step(plain) != step(decayed)) }
  }
}
