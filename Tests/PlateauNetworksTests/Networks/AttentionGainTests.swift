import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Gains on attention")
struct AttentionGainTests {
  private static func transformer() throws -> Network<Double> {
    let architecture = try Architecture.visionTransformer(
      input: InputShape(channels: 1, height: 4, width: 4), patch: 2, width: 4, heads: 2, hidden: 3,
      blocks: 2, activation: .relu, classes: 3)
    var generator = SeededGenerator(seed: 3, purpose: "attention")
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  @Test func `logits of attention are multiplied, and nothing else`() throws {
    let network = try Self.transformer()
    let sharpened = try #require(network.multiplyingAttention(by: 3))
    #expect(sharpened.architecture == network.architecture)
    let inputs = Matrix(rows: 2, columns: 16, elements: (0..<32).map { Double($0 % 7) / 7 })
    let workers = Workers(threads: 1)
    let plain = network.softmaxWeights(of: inputs, workers: workers)
    let sharp = sharpened.softmaxWeights(of: inputs, workers: workers)
    #expect(plain.count == 2 && sharp.count == 2)
    // p^3 over the sum of its group, in the first block, which takes the same.
    for group in stride(from: 0, to: plain[0].elements.count, by: 4) {
      let powers = plain[0].elements[group..<group + 4].map { $0 * $0 * $0 }
      for (place, power) in powers.enumerated() {
        let expected = power / powers.reduce(0, +)
        #expect((sharp[0].elements[group + place] - expected).magnitude <= 1e-13)
      }
    }
    #expect(network.multiplyingAttention(by: 1) == network)
  }

  @Test func `networks without attention have none to multiply`() throws {
    let architecture = try Architecture(
      input: .vector(2), layers: [.dense(units: 3), .activation(.sigmoid), .dense(units: 2)])
    var generator = SeededGenerator(seed: 1, purpose: "attention")
    let perceptron = Network<Double>(
      architecture, initializer: .uniformFanIn, using: &generator)
    #expect(perceptron.multiplyingAttention(by: 2) == nil)
  }
}
