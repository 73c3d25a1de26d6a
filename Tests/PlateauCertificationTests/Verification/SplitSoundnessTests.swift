import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauCertification

/// Answers of all methods against exact arithmetic: of integers below 2⁹⁰ times powers of two, which
/// 128 bits hold.
@Suite("Branch and bound where rounding takes everything away")
struct SplitSoundnessTests {
  typealias Scaling = LinearSoundnessTests.Scaling

  static let scalings = [
    Scaling(exponents: [0, 0, 0]), Scaling(exponents: [900, -900, 0]),
    Scaling(exponents: [-900, 0, 900]), Scaling(exponents: [-1074, 500, 560]),
    Scaling(exponents: [300, -1000, 700]), Scaling(exponents: [-500, -500, -60]),
    Scaling(exponents: [480, 480, 0]),
  ]

  /// Inputs in units of 2⁻⁸ are the same in units of 2⁻⁵⁴, in which most counterexamples are whole.
  private static let unit = Int128(1) << 54

  /// Weights that nearly cancel in half of the hidden units, and a label.
  private func parameters(_ generator: inout SeededGenerator) -> [Double] {
    var parameters = (0..<16).map { _ in generator.wildInteger(20) }
    for row in 0..<2 { parameters[3 * row + 2] = -parameters[3 * row] }
    parameters += (0..<15).map { _ in generator.wildInteger(14) }
    return parameters + (0..<12).map { _ in generator.wildInteger(6) }
  }

  private func exactMargin(
    _ network: Network<Double>, _ point: [Double], _ label: Int
  ) -> Int128? {
    let scaled = point.map { $0 * 0x1p54 }
    guard scaled.allSatisfy({ $0 == $0.rounded() }) else { return nil }
    return Exact.margin(
      Exact.logits(network, scaled.map { Int128($0) }, unit: Self.unit), label)
  }

  @Test("Answers and bounds are those of real arithmetic", arguments: [0, 3, 40], scalings)
  func perceptrons(_ epsilon: Int128, _ scaling: Scaling) throws {
    var generator = SeededGenerator(seed: 43, purpose: "weights")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(3), widths: [4, 3], activation: .relu, classes: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    var (decided, checked) = (0, 0)
    for trial in 0..<4 {
      let exact = try Network<Double>(architecture, parameters: parameters(&generator))
      let network = try LinearSoundnessTests.scaled(exact, scaling.exponents)
      let examples = Cases.examples(1, features: 3, classes: 3, seed: UInt64(trial))
      let (input, label) = (examples.inputs.row(0), examples.labels[0])
      let worst = SoundnessTests.corners(input, epsilon: epsilon).compactMap {
        exactMargin(exact, $0.map { Double($0) / 256 }, label)
      }.min()
      let least = try #require(worst)
      let problem = VerificationProblem(
        label: label, of: 3, at: input.map { Double($0) }, within: threat)
      for (method, inputLimit) in [(.alphaCROWN, 5), (.complete, 0), (.complete, 5)]
        as [(CertificationMethod, Int)]
      {
        var settings = SplitCases.settings
        (settings.method, settings.inputLimit) = (method, inputLimit)
        settings.timeout = .milliseconds(50)
        let result = BranchAndBound(network, settings: settings)
          .verify(problem, workers: Cases.workers)
        switch result.answer {
        case .holds:
          decided += 1
          #expect(least > 0)
        case .violated(let found):
          decided += 1
          #expect(
            zip(found.input, input).allSatisfy { ($0 - Double($1)).magnitude <= threat.epsilon })
          if let margin = exactMargin(exact, found.input, label) {
            checked += 1
            #expect(margin <= 0)
          }
        case .unknown: break
        }
        // Bounds in the unit of exact margins; those that are too large for it say nothing.
        let bound = result.margins.min() ?? -.infinity
        let whole = scaledBound(bound, by: 54 - scaling.total)
        if whole.magnitude < 0x1p120 {
          #expect(
            Int128(whole.rounded(.up)) <= least, "\(trial), \(method), \(inputLimit): \(result)")
        }
      }
    }
    // Of the smallest numbers, which what underflow may take exceeds, and of those that overflow
    // little can be known.
    #expect(decided > 4 || scaling.total != 0)
    #expect(checked > 0 || scaling.total != 0)
  }

  private func scaledBound(_ bound: Double, by exponent: Int) -> Double {
    let half = exponent / 2
    return bound * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: exponent - half, significand: 1)
  }

  @Test("Boxes of no width are points", arguments: [0, 5], [0.0, 1, 0x1p-1074, 1e300])
  func points(_ inputLimit: Int, _ place: Double) throws {
    // ReLU(x) + ReLU(−x) = |x|.
    let network = try SplitCases.network(
      [([1, 0, -1, 0], [0, 0]), ([1, 1], [0])], inputs: 2)
    for x in [place, -place] {
      let region = VerificationProblem.Region.box(
        lower: [x...x, 0.5...0.5], upper: [x...x, 0.5...0.5])
      func verify(_ bound: Double) -> VerificationAnswer {
        SplitCases.verify(
          network, region, [[SplitCases.atMost(bound)]], inputLimit: inputLimit, seconds: 1
        ).answer
      }
      switch verify(place) {
      case .violated(let found): #expect(found.input == [x, 0.5] && found.outputs == [place])
      // Products of subnormal numbers are not known to be exact.
      case .unknown where place == 0x1p-1074: break
      case let answer: Issue.record("|\(x)| is at most \(place): \(answer)")
      }
      if case .violated = verify(place.nextDown) { Issue.record("|\(x)| is more") }
      // Twice as far from 0 as any error bound of subnormal numbers.
      #expect(verify(place / 2 - 0x1p-1000) == .holds)
    }
  }

  @Test(
    "Numbers that overflow prove nothing that is wrong",
    arguments: Activation.allCases.filter(\.largestSlope.isFinite), [0, 5])
  func overflow(_ activation: Activation, _ inputLimit: Int) throws {
    // φ(s·φ(s·x) − s·φ(s·x)) + φ(φ(x + 1)), whose least value is φ(0) + φ(φ(0)), at −1.
    let size = 1e300
    let network = try SplitCases.network(
      [([size, size, 1], [0, 0, 1]), ([size, -size, 0, 0, 0, 1], [0, 0]), ([1, 1], [0])],
      inputs: 1, activation)
    let zero = activation.lower(at: 0)
    let least = zero + activation.lower(at: zero)
    for change in [-1, -0.01, 0.01, 1] {
      let result = SplitCases.verify(
        network, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(least + change)]],
        inputLimit: inputLimit, seconds: 0.2)
      #expect(result.margins[0] <= 1e-15 - change)
      if change > 0 { #expect(result.answer != .holds) }
      if change < 0, case .violated = result.answer { Issue.record("\(change)") }
    }
  }
}
