import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Linear bounds where rounding takes everything away")
struct LinearSoundnessTests {
  static let optimizations: [AlphaOptimization?] = [
    nil, AlphaOptimization(iterations: 3, hiddenIterations: 2),
  ]

  /// The power of two that weights of each layer are multiplied by.
  struct Scaling: Sendable {
    let exponents: [Int]
    /// A power of two by which all of the network is smaller or larger.
    var total: Int { exponents.reduce(0, +) }
  }

  @Test(
    "Bounds are never above exact margins", arguments: [0, 3, 40],
    [
      Scaling(exponents: [0, 0, 0]), Scaling(exponents: [498, -498, 0]),
      Scaling(exponents: [-498, 0, 498]), Scaling(exponents: [-1074, 500, 560]),
      Scaling(exponents: [300, -1000, 700]),
    ])
  func perceptrons(_ epsilon: Int128, _ scaling: Scaling) throws {
    var generator = SeededGenerator(seed: 41, purpose: "weights")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(3), widths: [4, 3], activation: .relu, classes: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    var certified = 0
    for trial in 0..<20 {
      var parameters = (0..<16).map { _ in generator.wildInteger(40) }
      // Cancellation to small numbers on purpose, in half of the hidden units.
      for row in 0..<2 { parameters[3 * row + 2] = -parameters[3 * row] }
      parameters += (0..<15).map { _ in generator.wildInteger(20) }
      parameters += (0..<12).map { _ in generator.wildInteger(8) }
      let exact = try Network<Double>(architecture, parameters: parameters)
      let network = try Self.scaled(exact, scaling.exponents)
      let examples = Cases.examples(2, features: 3, classes: 3, seed: UInt64(trial))
      for optimization in Self.optimizations {
        let margins = LinearBounds(network, optimization: optimization).classMargins(
          of: examples, within: threat, workers: Cases.workers)
        for index in 0..<examples.count {
          let bound = margins.row(index).min() ?? -.infinity
          if bound > 0 { certified += 1 }
          guard bound.isFinite else { continue }
          let scale = Double(sign: .plus, exponent: 8 - scaling.total, significand: 1)
          for point in SoundnessTests.corners(examples.inputs.row(index), epsilon: epsilon) {
            let logits = Exact.logits(exact, point, unit: SoundnessTests.unit)
            let margin = Exact.margin(logits, examples.labels[index])
            #expect(Exact.ceiling(bound, scale: scale) <= margin)
          }
        }
      }
    }
    // Some are certified, so that the test says something; of the smallest numbers, which what
    // underflow may take exceeds, none can be.
    #expect(certified > 4 || scaling.exponents[0] == -1074)
  }

  /// The same function times a power of two, from weights of other sizes.
  static func scaled(
    _ network: Network<Double>, _ exponents: [Int]
  ) throws -> Network<Double> {
    var parameters = network.parameters
    var reached = 0
    for (layer, exponent) in exponents.enumerated() {
      reached += exponent
      let tensors = network.architecture.layout.tensors[2 * layer...2 * layer + 1]
      for (tensor, exponent) in zip(tensors, [exponent, reached]) {
        for index in tensor.range {
          // In two steps, since the power itself may be out of range.
          let half = exponent / 2
          parameters[index] *= Double(sign: .plus, exponent: half, significand: 1)
          parameters[index] *= Double(sign: .plus, exponent: exponent - half, significand: 1)
        }
      }
    }
    return try Network(network.architecture, parameters: parameters)
  }

  @Test(
    "So are those of convolutions, normalizations, branches and poolings", arguments: [0, 3, 40],
    [false, true])
  func images(_ epsilon: Int128, _ averages: Bool) throws {
    var generator = SeededGenerator(seed: 42, purpose: "weights")
    let source = ImageSoundnessTests()
    let architecture = try source.architecture(averages: averages)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    var certified = 0
    for trial in 0..<20 {
      let parameters = source.parameters(&generator)
      let network = try Network<Double>(architecture, parameters: parameters)
      let examples = Cases.examples(2, features: 4, classes: 3, seed: UInt64(trial))
      for optimization in Self.optimizations {
        let margins = LinearBounds(network, optimization: optimization).classMargins(
          of: examples, within: threat, workers: Cases.workers)
        for index in 0..<examples.count {
          let bound = margins.row(index).min() ?? -.infinity
          if bound > 0 { certified += 1 }
          guard bound.isFinite else { continue }
          for point in SoundnessTests.corners(examples.inputs.row(index), epsilon: epsilon) {
            let exact = Exact.margin(
              source.logits(point, parameters, averages: averages), examples.labels[index])
            #expect(Exact.ceiling(bound, scale: 2048) <= exact)
          }
        }
      }
    }
    #expect(certified > 5)
  }
}
