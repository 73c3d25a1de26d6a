import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Batch normalization")
struct BatchNormalizationTests {
  let workers = Workers(threads: 2)

  @Test(arguments: [Activation.sigmoid, .relu])
  func `folds into the layer before and computes the same`(activation: Activation) throws {
    for example in try ImageCase<Double>.all(activation) {
      let folded = example.network.foldingBatchNormalization()
      let isNormalized = example.network.architecture.layers.contains {
        if case .batchNormalization = $0.operation { true } else { false }
      }
      guard isNormalized else {
        #expect(folded == example.network)
        continue
      }
      #expect(
        !folded.architecture.layers.contains {
          if case .batchNormalization = $0.operation { true } else { false }
        })
      let before = example.network.logits(of: example.inputs, workers: workers)
      let after = folded.logits(of: example.inputs, workers: workers)
      for (found, value) in zip(after.elements, before.elements) {
        #expect(abs(found - value) < 1e-12, "\(example.name)")
      }
      #expect(
        folded.architecture.hiddenWidths == example.network.architecture.hiddenWidths)
    }
  }

  @Test func `stays where the layer before is used elsewhere, too`() throws {
    let layers: [Layer] = [
      .convolution(Convolution(channels: 2, window: Window(1))),
      .batchNormalization(epsilon: 1e-3), .activation(.tanh), .add(layer: 0), .dense(units: 3),
    ]
    let example = try ImageCase<Double>(
      "used twice", layers, input: InputShape(channels: 2, height: 3, width: 3))
    #expect(example.network.foldingBatchNormalization() == example.network)
  }

  @Test func `normalizes by the batch in training, where a constant shift has no effect`() throws {
    let layers: [Layer] = [
      .convolution(Convolution(channels: 3, window: Window(2))),
      .batchNormalization(epsilon: 1e-3), .activation(.tanh), .dense(units: 3),
    ]
    let example = try ImageCase<Double>(
      "shift", layers, input: InputShape(channels: 1, height: 4, width: 4), rows: 9)
    func loss(_ network: Network<Double>) -> Double {
      network.parameterGradient(
        at: example.inputs, labels: example.labels, penaltyWeights: [0.1], workers: workers
      ).statistics.loss
    }
    var shifted = example.network
    let bias = try #require(
      shifted.architecture.layout.tensors.first { $0.name == "layers.0.bias" })
    for index in bias.range { shifted.parameters[index] += 5 }
    #expect(abs(loss(shifted) - loss(example.network)) < 1e-12)
    #expect(
      shifted.logits(of: example.inputs, workers: workers)
        != example.network.logits(of: example.inputs, workers: workers))
  }
}
