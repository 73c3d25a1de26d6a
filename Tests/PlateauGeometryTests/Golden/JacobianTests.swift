import GoldenValues
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Jacobians")
struct JacobianTests {
  let workers = Workers(threads: 2)

  static let cases: [(Activation, JacobianOutput)] = Activation.allCases.filter(
    \.largestSlope.isFinite
  ).flatMap { activation in
    [JacobianOutput.hiddenLayer(0), .hiddenLayer(1), .logits, .probabilities].map {
      (activation, $0)
    }
  }

  func network(_ activation: Activation, seed: UInt64 = 1) throws -> Network<Double> {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(6), widths: [7, 5], activation: activation, classes: 4)
    var generator = SeededGenerator(seed: seed, purpose: "network")
    return Network(architecture, initializer: .glorotUniform, using: &generator)
  }

  func inputs(_ count: Int, seed: UInt64 = 2) -> Matrix<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "inputs")
    return Matrix(
      rows: count, columns: 6, elements: (0..<count * 6).map { _ in generator.uniform() })
  }

  func values(
    _ output: JacobianOutput, _ network: Network<Double>, _ inputs: Matrix<Double>
  ) -> Matrix<Double> {
    switch output {
    case .hiddenLayer(let index):
      return network.hiddenActivities(of: inputs, workers: workers)[index]
    case .logits: return network.logits(of: inputs, workers: workers)
    case .probabilities:
      let logits = network.logits(of: inputs, workers: workers)
      let elements = (0..<logits.rows).flatMap { row -> [Double] in
        let softmax = ScaledSoftmax(classes: logits.columns)
        softmax.compute(Array(logits.row(row)))
        return (0..<logits.columns).map { softmax.values[$0].value }
      }
      return Matrix(rows: logits.rows, columns: logits.columns, elements: elements)
    }
  }

  /// Central differences with a step h err by h² times the third derivative, and 2⁻⁵³ / h.
  ///
  /// With h = 10⁻⁵ these are together below 10⁻⁹ for networks whose derivatives are about 1. Kinks of
  /// ReLU are not met by these inputs.
  @Test(arguments: cases, [GradientRule.naive, .stable])
  func `they agree with finite differences`(
    kind: (activation: Activation, output: JacobianOutput), rule: GradientRule
  ) throws {
    let network = try network(kind.activation)
    let inputs = inputs(9)
    let jacobian = network.jacobian(of: kind.output, at: inputs, rule: rule, workers: workers)
    let found = jacobian.values
    let step = 1e-5
    for feature in 0..<6 {
      var (above, below) = (inputs, inputs)
      for row in 0..<inputs.rows {
        above[row, feature] += step
        below[row, feature] -= step
      }
      let high = values(kind.output, network, above)
      let low = values(kind.output, network, below)
      for row in 0..<inputs.rows {
        for output in 0..<jacobian.outputs {
          let expected = (high[row, output] - low[row, output]) / (2 * step)
          #expect(abs(found[row * jacobian.outputs + output, feature] - expected) < 1e-8)
        }
      }
    }
  }

  @Test func `a loss's gradient is the Jacobian times that of the loss`() throws {
    let golden = try GoldenCase<Double>("mlp-tanh")
    let jacobian = golden.network.jacobian(
      of: .logits, at: golden.inputs, rule: .stable, workers: workers
    ).values
    let logits = golden.network.logits(of: golden.inputs, workers: workers)
    let gradient = golden.network.inputGradient(
      of: .margin, at: golden.inputs, labels: golden.labels, rule: .stable, workers: workers
    ).values
    for row in 0..<16 {
      let label = golden.labels[row]
      let rival = (0..<10).filter { $0 != label }.max { logits[row, $0] < logits[row, $1] } ?? 0
      let expected = (0..<64).map {
        jacobian[row * 10 + rival, $0] - jacobian[row * 10 + label, $0]
      }
      #expect(relativeError(Array(gradient.row(row)), expected) < 1e-13)
    }
  }

  @Test func `a network without hidden layers has its weights as Jacobian`() throws {
    let architecture = try Architecture(input: .vector(3), layers: [.dense(units: 2)])
    let network = try Network<Float>(architecture, parameters: [1, 2, 3, 4, 5, 6, 7, 8])
    let inputs = Matrix<Float>(rows: 2, columns: 3, elements: [0, 1, 2, 3, 4, 5])
    for rule in [GradientRule.naive, .stable, .surrogate(softness: 4)] {
      let jacobian = network.jacobian(of: .logits, at: inputs, rule: rule, workers: workers)
      #expect(jacobian.values.elements == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6])
      #expect(jacobian[example: 1].mantissas.rows == 2)
      #expect(jacobian[example: 1].exponents == [0, 0])
    }
  }

  @Test func `a surrogate's Jacobian is that of the softened network`() throws {
    // σ(z/T) is the network with hidden weights and biases over T.
    let network = try network(.sigmoid)
    let soft = network.multiplyingHiddenLayers(by: 1 / 4)
    let inputs = inputs(5)
    let surrogate = network.jacobian(
      of: .logits, at: inputs, rule: .surrogate(softness: 4), workers: workers)
    let exact = soft.jacobian(of: .logits, at: inputs, rule: .stable, workers: workers)
    #expect(relativeError(surrogate.values.elements, exact.values.elements) < 1e-13)
  }

  @Test func `every example and every number of threads gives the same bits`() throws {
    let golden = try GoldenCase<Float>("mlp-sigmoid-saturated")
    for output in [JacobianOutput.hiddenLayer(1), .logits, .probabilities] {
      for rule in [GradientRule.naive, .stable] {
        let one = golden.network.jacobian(
          of: output, at: golden.inputs, rule: rule, workers: Workers(threads: 1))
        for threads in [2, 4] {
          let other = golden.network.jacobian(
            of: output, at: golden.inputs, rule: rule, workers: Workers(threads: threads))
          #expect(other == one)
        }
      }
    }
  }

  @Test func `no example gives no rows`() throws {
    let jacobian = try network(.tanh).jacobian(
      of: .logits, at: inputs(0), rule: .stable, workers: workers)
    #expect(jacobian.examples == 0 && jacobian.mantissas.columns == 6)
  }
}
