import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

/// Every layer of images against plain loops and differences of the function.
@Suite("Layers of images")
struct ImageGradientTests {
  let workers = Workers(threads: 1)
  let check = GradientCheck()

  @Test(arguments: [Activation.sigmoid, .relu])
  func `compute what plain loops do`(activation: Activation) throws {
    for example in try ImageCase<Double>.all(activation) {
      let logits = example.network.logits(of: example.inputs, workers: workers)
      let plain = PlainImages(network: example.network)
      for row in 0..<logits.rows {
        let expected = plain.logits(of: example.inputs.row(row))
        for (found, value) in zip(logits.row(row), expected) {
          // Sums of up to 300 products of values near 1.
          #expect(abs(found - value) < 1e-12, "\(example.name)")
        }
      }
    }
  }

  @Test(arguments: [Activation.sigmoid, .tanh, .relu])
  func `have the gradients of their inputs`(activation: Activation) throws {
    for example in try ImageCase<Double>.all(activation) {
      for rule in [GradientRule.naive, .stable] {
        let comparison = check.inputs(
          of: example.network, loss: .margin, at: example.inputs, labels: example.labels,
          rule: rule, workers: workers)
        #expect(comparison.passes, "\(example.name), \(rule.name): \(comparison)")
      }
    }
  }

  @Test(arguments: [Activation.sigmoid, .tanh, .relu])
  func `have the gradients of their parameters`(activation: Activation) throws {
    for example in try ImageCase<Double>.all(activation) {
      let widths = example.network.architecture.hiddenWidths
      var network = example.network
      // Batches are normalized by themselves in training: the loss is that of the training pass.
      func loss() -> (statistics: BatchStatistics, gradient: [Double]) {
        network.parameterGradient(
          at: example.inputs, labels: example.labels,
          penaltyWeights: widths.indices.map { 0.01 * Double($0 + 1) }, workers: workers)
      }
      let comparison = check.compare(loss().gradient, at: network.parameters) { parameters in
        network.parameters = parameters
        return loss().statistics.loss
      }
      #expect(comparison.passes, "\(example.name): \(comparison)")
    }
  }

  @Test func `have the gradients of the softened network under a surrogate`() throws {
    // A sigmoid network of half the weights before each nonlinearity is the softened one of T = 2.
    for example in try ImageCase<Double>.all(.sigmoid) {
      let halved = example.network.multiplyingHiddenLayers(by: 0.5)
      guard !example.name.contains("shortcut"), !example.name.contains("sum"),
        example.name != "residual"
      else { continue }
      let soft = example.network.inputGradient(
        of: .margin, at: example.inputs, labels: example.labels, rule: .surrogate(softness: 2),
        workers: workers
      ).values
      let expected = halved.inputGradient(
        of: .margin, at: example.inputs, labels: example.labels, rule: .stable, workers: workers
      ).values
      for (found, value) in zip(soft.elements, expected.elements) {
        #expect(abs(found - value) < 1e-12, "\(example.name)")
      }
    }
  }

  @Test func `give the same bits for any number of threads, and Jacobians that agree`() throws {
    for example in try ImageCase<Float>.all(.tanh) {
      let network = example.network
      let two = Workers(threads: 2)
      #expect(
        network.logits(of: example.inputs, workers: workers)
          == network.logits(of: example.inputs, workers: two))
      let jacobian = Network<Double>(network).jacobian(
        of: .logits, at: example.inputs.converted(to: Double.self), rule: .stable, workers: two
      ).values
      let classes = network.architecture.classCount
      for row in 0..<example.inputs.rows {
        let logits = network.logits(of: example.inputs.rows(row..<row + 1), workers: workers)
        let rival = (0..<classes).filter { $0 != example.labels[row] }
          .max { logits[0, $0] < logits[0, $1] }
        guard let rival else { continue }
        let gradient = network.inputGradient(
          of: .margin, at: example.inputs.rows(row..<row + 1), labels: [example.labels[row]],
          rule: .stable, workers: two
        ).values
        let scale = gradient.elements.reduce(0) { max($0, $1.magnitude) }
        for column in 0..<gradient.columns {
          let expected =
            jacobian[row * classes + rival, column]
            - jacobian[row * classes + example.labels[row], column]
          #expect(
            abs(Double(gradient[0, column]) - expected) <= 1e-4 * Double(scale), "\(example.name)")
        }
      }
    }
  }
}
