import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Certificates where rounding takes everything away")
struct SoundnessTests {
  /// Inputs and epsilon are multiples of 2⁻⁸.
  static let unit: Int128 = 256

  static func corners(
    _ input: ArraySlice<Float>, epsilon: Int128
  ) -> [[Int128]] {
    input.reduce([[]]) { points, value in
      let value = Int128(value * 256)
      let ends = Set([max(0, value - epsilon), min(unit, value + epsilon)]).sorted()
      return points.flatMap { point in ends.map { point + [$0] } }
    }
  }

  @Test("10¹⁶ + 1 − 10¹⁶ is not taken for 0 or 2")
  func cancellation() throws {
    // The hidden unit is exactly 1 at (1, 1, 1), a sum that double precision gets wrong in one of
    // the orders; the logits are then 1 and 1: a tie, which is an error.
    for order in [[1e16, 1, -1e16], [1, 1e16, -1e16], [1e16, -1e16, 1]] {
      let architecture = try Architecture.multilayerPerceptron(
        input: .vector(3), widths: [1], activation: .relu, classes: 2)
      let network = try Network<Double>(architecture, parameters: order + [0, 1, 0, 0, 1])
      let examples = Examples(
        inputs: Matrix(rows: 2, columns: 3, repeating: 1), labels: [0, 1], classCount: 2,
        shape: .vector(3))
      let threat = ThreatModel(norm: .lInfinity, epsilon: 0)
      let margins = IntervalBounds(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      #expect(margins.allSatisfy { $0 <= 0 })
      #expect(
        Certificate.certified(network, examples, within: threat, workers: Cases.workers)
          == [false, false])
    }
  }

  @Test("Interval bounds are never above exact margins", arguments: [0, 3, 40])
  func intervals(_ epsilon: Int128) throws {
    var generator = SeededGenerator(seed: 21, purpose: "weights")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(3), widths: [4], activation: .relu, classes: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    var certified = 0
    for trial in 0..<200 {
      var parameters = (0..<16).map { _ in generator.wildInteger(60) }
      // Cancellation to small numbers on purpose, in half of the hidden units.
      for row in 0..<2 { parameters[3 * row + 2] = -parameters[3 * row] }
      parameters += (0..<15).map { _ in generator.wildInteger(20) }
      let network = try Network<Double>(architecture, parameters: parameters)
      let examples = Cases.examples(2, features: 3, classes: 3, seed: UInt64(trial))
      let margins = IntervalBounds(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      for (index, bound) in margins.enumerated() {
        if bound > 0 { certified += 1 }
        for point in Self.corners(examples.inputs.row(index), epsilon: epsilon) {
          let exact = Exact.margin(
            Exact.logits(network, point, unit: Self.unit), examples.labels[index])
          #expect(Exact.ceiling(bound, scale: 256) <= exact)
        }
      }
    }
    // Some are certified, so that the test says something.
    #expect(certified > 10)
  }

  @Test(
    "Linear certificates are exact margins at the worst corner, rounded down",
    arguments: [0, 3, 40, 256])
  func linear(_ epsilon: Int128) throws {
    var generator = SeededGenerator(seed: 22, purpose: "weights")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(3), widths: [], activation: .relu, classes: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    for trial in 0..<200 {
      var parameters = (0..<12).map { _ in generator.wildInteger(60) }
      if trial % 2 == 0 { parameters[2] = -parameters[0] }
      let network = try Network<Double>(architecture, parameters: parameters)
      let examples = Cases.examples(3, features: 3, classes: 3, seed: UInt64(trial))
      let margins = LinearCertificate(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      let certified = Certificate.certified(
        network, examples, within: threat, workers: Cases.workers)
      for (index, bound) in margins.enumerated() {
        let exact = Self.corners(examples.inputs.row(index), epsilon: epsilon).map { point in
          Exact.margin(Exact.logits(network, point, unit: Self.unit), examples.labels[index])
        }.min()
        let worst = try #require(exact)
        #expect(Exact.ceiling(bound, scale: 256) <= worst)
        // A few units in the last place, and 4·(16·2⁻⁵³)² of numbers up to 2⁶³.
        #expect(bound * 256 >= Double(worst) - Double(worst.magnitude) * 0x1p-50 - 0x1p-20)
        #expect(certified[index] == (worst > 0))
      }
    }
  }
}
