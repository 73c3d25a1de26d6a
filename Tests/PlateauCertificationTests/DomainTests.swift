import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauCertification

/// Nothing is certified where a function may meet numbers that it does not take.
@Suite("Functions of a part of all numbers")
struct DomainTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let activation: Activation
    /// The bias before it: balls of radius 0.25 around 0.5 are moved by it.
    let inside: Double
    let outside: Double

    var testDescription: String { activation.rawValue }
  }

  static let cases = [
    Case(activation: .log, inside: -0.2, outside: -0.25),
    Case(activation: .sqrt, inside: -0.2, outside: -0.26),
    Case(activation: .reciprocal, inside: -0.2, outside: -0.5),
    Case(activation: .power(exponent: -2), inside: -0.2, outside: -0.5),
    Case(activation: .power(exponent: 1.5), inside: -0.2, outside: -0.3),
    Case(activation: .power(exponent: -0.5), inside: -0.2, outside: -0.25),
    Case(activation: .sin, inside: 0, outside: 0x1p20),
    Case(activation: .cos, inside: 0, outside: -0x1p20 - 0.5),
    Case(activation: .exp, inside: 0, outside: 709.5),
  ]

  /// Of one input: its function times ±10⁻³, and ±1.
  private func network(_ activation: Activation, bias: Double) throws -> Network<Double> {
    try SplitCases.network(
      [([1], [bias]), ([1e-3, -1e-3], [1, -1])], inputs: 1, activation)
  }

  @Test("Margins are bounded within, and −∞ elsewhere", arguments: cases)
  func margins(_ test: Case) throws {
    let examples = Examples(
      inputs: Matrix(rows: 1, columns: 1, elements: [0.5]), labels: [0], classCount: 2,
      shape: .vector(1))
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.25)
    for (bias, isInside) in [(test.inside, true), (test.outside, false)] {
      let network = try network(test.activation, bias: bias)
      let workers = Workers(threads: 1)
      let bounds = [
        IntervalBounds(network).margins(of: examples, within: threat, workers: workers)[0],
        LinearBounds(network).classMargins(of: examples, within: threat, workers: workers)[0, 1],
        LinearBounds(network, optimization: AlphaOptimization(iterations: 3))
          .classMargins(of: examples, within: threat, workers: workers)[0, 1],
      ]
      for bound in bounds {
        if isInside {
          let least =
            (0...100).map { part in
              let z = 0.25 + 0.5 * Double(part) / 100 + bias
              return 2 + 2e-3 * test.activation.function.value(at: z)
            }.min() ?? .nan
          #expect(bound <= least + 1e-12 && bound >= least - 0.05 * (1 + least.magnitude))
        } else {
          #expect(bound == -.infinity)
        }
      }
    }
  }

  /// The quotient z / (|z| + |c − z|) with z = 1.9 x − 1.
  ///
  /// Lines that are chosen leave room for a sum of 0 where some that are searched for do not. What is
  /// behind is then bounded for the first time.
  @Test func `a search that finds a domain takes nothing of what was lost before`() throws {
    let layers: [Layer] = [
      .dense(units: 2), .activation(.abs), .dense(units: 1), .activation(.reciprocal),
      .dense(units: 2),
      Layer(.product, of: .layer(0), .previous), .activation(.gelu), .dense(units: 2),
    ]
    let architecture = try Architecture(input: .vector(1), layers: layers)
    let examples = Examples(
      inputs: Matrix(rows: 1, columns: 1, elements: [0.5]), labels: [0], classCount: 2,
      shape: .vector(1))
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.5)
    let workers = Workers(threads: 1)
    let inputs = Matrix<Double>(
      rows: 101, columns: 1, elements: (0...100).map { Double($0) / 100 })
    var found = 0
    for c in stride(from: 0.5, through: 0.95, by: 0.05) {
      // Weights, then biases, layer by layer: the logits are 0 and GELU of the quotient.
      let network = try Network<Double>(
        architecture, parameters: [1.9, -1.9, -1, 1 + c, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0])
      let logits = network.logits(of: inputs, workers: workers)
      let least = (0..<101).map { logits[$0, 0] - logits[$0, 1] }.min() ?? .nan
      #expect(least < -0.4)
      func margin(_ optimization: AlphaOptimization?) -> Double {
        LinearBounds(network, optimization: optimization)
          .classMargins(of: examples, within: threat, workers: workers)[0, 1]
      }
      let isLost = margin(nil) == -.infinity
      for steps in 1...8 {
        let bound = margin(AlphaOptimization(iterations: 5, hiddenIterations: steps, rate: 0.3))
        #expect(bound <= least + 1e-12)
        if isLost, bound > -.infinity { found += 1 }
      }
    }
    #expect(found > 0)
  }

  @Test("Branch and bound proves nothing there", arguments: cases, [0, 5])
  func splits(_ test: Case, _ inputLimit: Int) throws {
    let network = try network(test.activation, bias: test.outside)
    let box = SplitCases.box(0.25, 0.75, 1)
    for sign in [-1.0, 1] {
      let result = SplitCases.verify(
        network, box, [[SplitCases.atMost(-1e300, sign: sign)]], inputLimit: inputLimit,
        seconds: 0.1)
      #expect(result.answer != .holds)
    }
  }

  @Test("A counterexample has numbers that are known", arguments: cases)
  func counterexamples(_ test: Case) throws {
    let network = try network(test.activation, bias: test.outside)
    // Whatever is below 10³⁰⁰ is one where the function is defined.
    let result = SplitCases.verify(
      network, SplitCases.box(0.25, 0.75, 1), [[SplitCases.atMost(1e300)]], seconds: 0.2)
    if case .violated(let found) = result.answer {
      #expect(found.outputs.allSatisfy { $0.isFinite })
    }
  }
}
