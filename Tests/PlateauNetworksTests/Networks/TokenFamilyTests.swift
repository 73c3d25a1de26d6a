import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@Suite("Transformers and depthwise networks")
struct TokenFamilyTests {
  private func transformer(_ activation: Activation = .gelu) throws -> Architecture {
    try .visionTransformer(
      input: InputShape(channels: 2, height: 4, width: 6), patch: 2, width: 4, heads: 2, hidden: 5,
      blocks: 2, activation: activation, classes: 3)
  }

  private func network(_ architecture: Architecture, seed: UInt64 = 3) -> Network<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "families")
    return Network(architecture, initializer: .uniformFanIn, using: &generator)
  }

  @Test func `have files, bits, gradients and bounds that agree`() throws {
    let depthwise = try Architecture.depthwise(
      input: InputShape(channels: 1, height: 7, width: 6), channels: [3, 4, 5],
      activation: .tanh, classes: 3)
    // The penalty of attention is part of what parameters' gradients are compared with.
    for architecture in [try transformer(), depthwise] {
      let check = OperationCheck(threads: [1, 2], samples: 20)
      let failures = try check.failures(
        of: architecture.layers, on: architecture.input, isWhole: true)
      #expect(failures == [])
    }
  }

  @Test func `have the parameters of the literature`() throws {
    let architecture = try Architecture.visionTransformer(
      input: InputShape(channels: 1, height: 28, width: 28), patch: 7, width: 32, heads: 2,
      hidden: 64, blocks: 2, activation: .relu, classes: 10)
    // Patches, places, and of each block four maps of tokens and a perceptron; the head.
    let (patches, places, head) = (32 * 50, 32 * 10, 10 * 33)
    let block = 4 * 32 * 33 + 64 * 33 + 32 * 65
    #expect(architecture.layout.count == patches + places + 2 * block + head)
    let depthwise = try Architecture.depthwise(
      input: InputShape(channels: 1, height: 28, width: 28), channels: [16, 32],
      activation: .relu, classes: 10)
    #expect(depthwise.layout.count == 16 * (9 + 4) + 16 * (9 + 4) + 32 * (16 + 4) + 10 * 33)
  }

  @Test func `make weights of attention that are the softmax of scaled products`() throws {
    let network = network(try transformer())
    let inputs = Matrix<Double>(
      rows: 2, columns: 48, elements: (0..<96).map { Double($0 % 7) / 7 })
    let weights = network.softmaxWeights(of: inputs, workers: Workers(threads: 1))
    #expect(weights.map(\.columns) == [72, 72])
    #expect(network.architecture.hasSoftmaxes)
    for value in weights {
      for row in 0..<value.rows {
        let own = Array(value.row(row))
        for first in stride(from: 0, to: own.count, by: 6) {
          #expect(abs(own[first..<first + 6].reduce(0, +) - 1) < 1e-14)
        }
      }
    }
    let twice = network.softmaxWeights(of: inputs, workers: Workers(threads: 2))
    #expect(twice == weights)
  }

  @Test func `count the slopes of attention in the loss`() throws {
    let network = network(try transformer())
    let inputs = Matrix<Double>(
      rows: 3, columns: 48, elements: (0..<144).map { Double($0 % 11) / 11 })
    let workers = Workers(threads: 1)
    let zeros = network.architecture.hiddenWidths.map { _ in 0.0 }
    func loss(_ weight: Double) -> BatchStatistics {
      network.parameterGradient(
        at: inputs, labels: [0, 1, 2], penaltyWeights: zeros, attentionWeight: weight,
        workers: workers
      ).statistics
    }
    let slopes = network.softmaxWeights(of: inputs, workers: workers).reduce(0.0) {
      $1.elements.reduce($0) { $0 + $1 * (1 - $1) }
    }
    #expect(abs(loss(0).attentionPenalty - slopes / 3) < 1e-13 * slopes)
    #expect(abs(loss(0.5).loss - loss(0).loss - 0.5 * slopes / 3) < 1e-13 * slopes)
  }

  @Test func `refuse sizes that do not fit`() {
    func refused(_ patch: Int, _ width: Int, _ heads: Int) -> String? {
      do throws(NetworkError) {
        _ = try Architecture.visionTransformer(
          input: InputShape(channels: 1, height: 28, width: 28), patch: patch, width: width,
          heads: heads, hidden: 8, blocks: 1, activation: .relu, classes: 10)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(
      refused(5, 8, 2)
        == "A vision transformer was asked for with patches of 5×5 pixels of 1×28×28; both sides of "
        + "the image must be multiples of the patch.")
    #expect(
      refused(7, 9, 2)
        == "A vision transformer of 1 blocks with tokens of 9 numbers, 2 heads and 8 hidden units was "
        + "asked for; each must be positive, and the width a multiple of the heads.")
    #expect(refused(7, 8, 2) == nil)
  }
}
