import GoldenValues
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Golden gradients")
struct GoldenGradientTests {
  let workers = Workers(threads: 2)

  func parameters<Element: Scalar>(_ type: Element.Type, _ name: String) throws {
    let golden = try GoldenCase<Element>(name)
    let architecture = golden.network.architecture
    let gradient = golden.network.parameterGradient(
      at: golden.inputs, labels: golden.labels,
      penaltyWeights: architecture.hiddenWidths.map { _ in Element(golden.penaltyWeight) },
      workers: workers
    ).gradient
    for (tensor, expected) in zip(architecture.layout.tensors, try golden.parameters("grad.")) {
      let error = relativeError(Array(gradient[tensor.range]), expected.values)
      #expect(error <= golden.tolerance, "\(expected.name)")
    }
  }

  @Test(arguments: goldenNames)
  func `the gradient of the loss agrees in every parameter`(name: String) throws {
    try parameters(Float.self, name)
    try parameters(Double.self, name)
  }

  func inputs<Element: Scalar>(_ type: Element.Type, _ name: String, _ rule: GradientRule) throws {
    let golden = try GoldenCase<Element>(name)
    for (loss, value) in [
      (LogitLoss.crossEntropy, "input_gradient.cross_entropy"), (.margin, "input_gradient.margin"),
    ] {
      let gradient = golden.network.inputGradient(
        of: loss, at: golden.inputs, labels: golden.labels, rule: rule, workers: workers)
      #expect(gradient.flushedSignals == 0)
      #expect(gradient.zeroCount == 0)
      let expected = try golden.values(value)
      #expect(relativeError(gradient.values.elements, expected) <= golden.tolerance, "\(value)")
      // Each example by itself too: the largest must not hide the others.
      for row in 0..<golden.inputs.rows {
        let range = row * 64..<row * 64 + 64
        let error = relativeError(Array(gradient.values.row(row)), Array(expected[range]))
        #expect(error <= 2 * golden.tolerance, "\(value), example \(row)")
      }
    }
  }

  @Test(arguments: goldenNames, [GradientRule.naive, .stable])
  func `input gradients agree`(name: String, rule: GradientRule) throws {
    try inputs(Float.self, name, rule)
    try inputs(Double.self, name, rule)
  }

  @Test func `the naive rule leaves exponents at 0`() throws {
    let golden = try GoldenCase<Float>("mlp-sigmoid")
    let gradient = golden.network.inputGradient(
      of: .crossEntropy, at: golden.inputs, labels: golden.labels, rule: .naive, workers: workers)
    #expect(gradient.exponents == Array(repeating: 0, count: 16))
    #expect(gradient.values == gradient.mantissas)
  }
}
