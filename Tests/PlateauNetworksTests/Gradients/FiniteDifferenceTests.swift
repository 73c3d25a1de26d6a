import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

/// Every gradient against differences of the function, at 10⁻⁷ of the largest component.
@Suite("Gradients against finite differences")
struct FiniteDifferenceTests {
  let workers = Workers(threads: 1)
  let check = GradientCheck()

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite), LogitLoss.allCases)
  func `of inputs, for every nonlinearity and loss`(
    activation: Activation, loss: LogitLoss
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation)
    // A ratio is 1 everywhere if the label is third: the winners have a gradient to compare.
    let logits = example.network.logits(of: example.inputs, workers: workers)
    let winners = (0..<logits.rows).map { row in
      logits.row(row).indices.max { logits.elements[$0] < logits.elements[$1] }
        .map { $0 - logits.row(row).startIndex } ?? 0
    }
    let labels = loss == .logitRatio ? winners : example.labels
    for rule in [GradientRule.naive, .stable] {
      let comparison = check.inputs(
        of: example.network, loss: loss, at: example.inputs, labels: labels, rule: rule,
        workers: workers)
      #expect(comparison.passes, "\(rule.name): \(comparison)")
      #expect(comparison.compared >= 44)
    }
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `of parameters, for every nonlinearity, with and without penalties`(
    activation: Activation
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation)
    for weights in [[0, 0], [0.3, 0], [0.2, 0.7]] as [[Double]] {
      let comparison = check.parameters(
        of: example.network, at: example.inputs, labels: example.labels, penaltyWeights: weights,
        workers: workers)
      #expect(comparison.passes, "\(comparison)")
      #expect(comparison.compared + comparison.inconclusive == 139)
    }
  }

  @Test(
    arguments: [
      [], [.dense(units: 5)], [.dense(units: 5), .dense(units: 6), .activation(.tanh)],
      [.flatten, .dense(units: 5), .activation(.sigmoid), .flatten],
      [.dense(units: 5), .activation(.relu), .dense(units: 6), .activation(.clippedReLU)],
    ] as [[Layer]])
  func `for every arrangement of layers`(layers: [Layer]) throws {
    let example = try RandomCase<Double>(layers)
    let hidden = example.network.architecture.hiddenWidths.map { _ in 0.4 }
    let parameters = check.parameters(
      of: example.network, at: example.inputs, labels: example.labels, penaltyWeights: hidden,
      workers: workers)
    #expect(parameters.passes, "\(parameters)")
    for rule in [GradientRule.naive, .stable] {
      let inputs = check.inputs(
        of: example.network, loss: .crossEntropy, at: example.inputs, labels: example.labels,
        rule: rule, workers: workers)
      #expect(inputs.passes, "\(inputs)")
    }
  }

  /// Single precision is compared with differences in double: its own error is about 10⁻⁶.
  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `in single precision`(activation: Activation) throws {
    let example = try RandomCase<Float>.perceptron(activation)
    let check = GradientCheck(tolerance: 1e-5)
    let parameters = check.parameters(
      of: example.network, at: example.inputs, labels: example.labels,
      penaltyWeights: [0.3, 0.3], workers: workers)
    #expect(parameters.passes, "\(parameters)")
    let inputs = check.inputs(
      of: example.network, loss: .crossEntropy, at: example.inputs, labels: example.labels,
      workers: workers)
    #expect(inputs.passes, "\(inputs)")
  }

  @Test func `of an attackable model, up to the scale of each example`() throws {
    for activation in [Activation.sigmoid, .clippedReLU] {
      let example = try RandomCase<Double>.perceptron(activation)
      for loss in LogitLoss.allCases {
        let comparison = check.directions(
          of: example.network, loss: loss, at: example.inputs, labels: example.labels)
        #expect(comparison.passes, "\(comparison)")
      }
    }
  }
}
