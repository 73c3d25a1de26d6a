import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Independence of the number of threads")
struct ThreadCountTests {
  /// Several shards of examples, and a first layer of several tiles of weights.
  struct Batch<Element: Scalar> {
    let network: Network<Element>
    let inputs: Matrix<Element>
    let labels: [Int]

    init(_ activation: Activation) throws {
      let architecture = try Architecture.multilayerPerceptron(
        input: .vector(784), widths: [150, 40], activation: activation, classes: 10)
      var generator = SeededGenerator(seed: 30, purpose: "threads")
      network = Network(architecture, initializer: .heUniform, using: &generator)
      let values = (0..<301 * 784).map { place -> Element in Element(place * 7919 % 997) / 997 }
      inputs = Matrix(rows: 301, columns: 784, elements: values)
      labels = (0..<301).map { $0 % 10 }
    }
  }

  func check<Element: Scalar>(_ type: Element.Type, _ activation: Activation) throws {
    let batch = try Batch<Element>(activation)
    let rules = [GradientRule.naive, .stable, .surrogate(softness: 3)]
    func results(_ threads: Int) -> ([Matrix<Element>], [InputGradient<Element>], [Element]) {
      let workers = Workers(threads: threads)
      let logits = batch.network.logits(of: batch.inputs, workers: workers)
      let activities = batch.network.hiddenActivities(of: batch.inputs, workers: workers)
      let gradients = rules.map {
        batch.network.inputGradient(
          of: .crossEntropy, at: batch.inputs, labels: batch.labels, rule: $0, workers: workers)
      }
      let parameters = batch.network.parameterGradient(
        at: batch.inputs, labels: batch.labels, penaltyWeights: [0.1, 0.2], workers: workers)
      let statistics = parameters.statistics
      let numbers = [
        statistics.loss, statistics.penalty, statistics.accuracy, statistics.saturatedFraction,
      ]
      return ([logits] + activities, gradients, parameters.gradient + numbers.map { Element($0) })
    }
    let one = results(1)
    for threads in [2, 4] {
      let several = results(threads)
      #expect(several.0 == one.0)
      #expect(several.1 == one.1)
      #expect(several.2 == one.2)
    }
    #expect(one.1.allSatisfy { $0.zeroCount == 0 })
    #expect(one.2.contains { $0 != 0 })
  }

  @Test(arguments: [Activation.sigmoid, .clippedReLU])
  func `logits and gradients are the same bits with 1, 2 and 4`(activation: Activation) throws {
    try check(Float.self, activation)
    try check(Double.self, activation)
  }
}
