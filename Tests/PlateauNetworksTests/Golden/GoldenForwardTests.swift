import GoldenValues
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Golden losses")
struct GoldenForwardTests {
  let workers = Workers(threads: 2)

  func logits<Element: Scalar>(_ type: Element.Type, _ name: String) throws {
    let golden = try GoldenCase<Element>(name)
    let logits = golden.network.logits(of: golden.inputs, workers: workers)
    #expect(relativeError(logits.elements, try golden.values("logits")) <= golden.tolerance)
  }

  @Test(arguments: goldenNames)
  func `logits agree`(name: String) throws {
    try logits(Float.self, name)
    try logits(Double.self, name)
  }

  func losses<Element: Scalar>(_ type: Element.Type, _ name: String) throws {
    let golden = try GoldenCase<Element>(name)
    let layers = golden.network.architecture.hiddenWidths.count
    func statistics(_ weights: [Element]) -> BatchStatistics {
      golden.network.parameterGradient(
        at: golden.inputs, labels: golden.labels, penaltyWeights: weights, workers: workers
      ).statistics
    }
    let whole = statistics(Array(repeating: Element(golden.penaltyWeight), count: layers))
    let tolerance = golden.tolerance
    let crossEntropy = try golden.values("cross_entropy")
    let penalties = try golden.values("penalty_by_layer")
    #expect(relativeError([whole.crossEntropy], crossEntropy) <= tolerance)
    #expect(relativeError([whole.loss], try golden.values("loss")) <= tolerance)
    #expect(relativeError([whole.penalty], [penalties.reduce(0, +)]) <= tolerance)
    // With a weight of 1 in one layer alone, its penalty is what the loss has over cross-entropy.
    #expect(penalties.count == layers)
    let byLayer = (0..<layers).map { layer -> Double in
      let result = statistics((0..<layers).map { $0 == layer ? 1 : 0 })
      return result.loss - result.crossEntropy
    }
    #expect(relativeError(byLayer, penalties) <= tolerance)
  }

  @Test(arguments: goldenNames)
  func `cross-entropy, the penalty of each layer and the loss agree`(name: String) throws {
    try losses(Float.self, name)
    try losses(Double.self, name)
  }

  @Test(arguments: goldenNames)
  func `accuracy is that of the golden logits`(name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let logits = try golden.values("logits")
    var correct = 0
    for (row, label) in golden.labels.enumerated() {
      let values = logits[row * 10..<row * 10 + 10]
      if values.max() == values[row * 10 + label] { correct += 1 }
    }
    let result = golden.network.parameterGradient(
      at: golden.inputs, labels: golden.labels,
      penaltyWeights: golden.network.architecture.hiddenWidths.map { _ in 0 }, workers: workers)
    #expect(result.statistics.accuracy == Double(correct) / 16)
  }
}
