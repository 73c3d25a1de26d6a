@testable import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import Testing

/// Conditions that hold with equality alone, as those of Lyapunov functions do at rest.
@Suite("Outputs that are exactly 0")
struct ExactZeroTests {
  private func isRefuted(
    _ network: Network<Double>, _ region: VerificationProblem.Region,
    _ conjunctions: [[OutputInequality]], inputLimit: Int = 5
  ) -> Bool {
    let result = SplitCases.verify(network, region, conjunctions, inputLimit: inputLimit)
    guard case .violated(let found) = result.answer else { return false }
    // The outputs at hand hold the conjunction as it is written.
    return conjunctions[found.conjunction].allSatisfy { inequality in
      inequality.terms.reduce(0) { $0 + $1.coefficient * found.outputs[$1.output] }
        <= inequality.bound.lowerBound
    }
  }

  /// ReLU(x), and layers after it.
  private func rectified(_ last: [Layer], _ parameters: [Double]) throws -> Network<Double> {
    let architecture = try Architecture(
      input: .vector(1), layers: [.dense(units: 2), .activation(.relu)] + last)
    return try Network(architecture, parameters: [1, -1, 0, 0] + parameters)
  }

  private static let negation = Layer.normalization(
    ChannelNormalization(means: [0, 0], deviations: [-1, -1]))
  private static let copies: [Double] = [1, 0, 0, 1, 0, 0]

  @Test(
    "Half of a box are counterexamples behind a ReLU and a negation", arguments: [-1.0, -3],
    [0, 5])
  func negation(_ low: Double, _ inputLimit: Int) throws {
    let negated = try rectified([Self.negation, .dense(units: 2)], Self.copies)
    let region = SplitCases.box(low, 1, 1)
    // −ReLU(x) ≥ 0.
    #expect(
      isRefuted(negated, region, [[SplitCases.atMost(0, sign: -1)]], inputLimit: inputLimit))
    // Both of −ReLU(x) and −ReLU(−x): at 0 alone.
    #expect(
      isRefuted(
        negated, region, [[SplitCases.atMost(0, sign: -1), SplitCases.atMost(0, 1, sign: -1)]]))
    // −ReLU(x) = 0.
    #expect(
      isRefuted(
        negated, region, [[SplitCases.atMost(0, sign: -1), SplitCases.atMost(0)]],
        inputLimit: inputLimit))
    // Below is never above.
    #expect(
      SplitCases.verify(negated, region, [[SplitCases.atMost(-1e-9, sign: -1)]]).answer == .holds)
  }

  @Test("Dense layers, sums and normalizations of zeros are zeros")
  func layers() throws {
    let region = SplitCases.box(-1, -0.25, 1)
    // 0.1·ReLU(x), of a box where it is 0.
    let scaled = try rectified([.dense(units: 1)], [0.1, 0, 0])
    #expect(isRefuted(scaled, region, [[SplitCases.atMost(0)]]))
    // Batch normalization of a mean of 0: the factor is rounded, but not what it multiplies.
    let architecture = try Architecture(
      input: .vector(1),
      layers: [
        .dense(units: 1), .activation(.relu), .batchNormalization(epsilon: 1e-5), .dense(units: 1),
      ])
    let normalized = try Network(
      architecture, parameters: [1, 0] + [0.7, 0, 0, 0.3] + [-3, 0])
    #expect(isRefuted(normalized, region, [[SplitCases.atMost(0, sign: -1)]]))
    #expect(isRefuted(normalized, region, [[SplitCases.atMost(0)]]))
  }

  @Test("Convolutions and averages of zeros are zeros")
  func images() throws {
    let shape = InputShape(channels: 1, height: 4, width: 4)
    let architecture = try Architecture(
      input: shape,
      layers: [
        .convolution(Convolution(channels: 2, window: Window(3, padding: 1))), .activation(.relu),
        .convolution(Convolution(channels: 2, window: Window(3))), .activation(.relu),
        .averagePooling(Pooling(2)), .flatten, .dense(units: 1),
      ])
    var generator = SeededGenerator(seed: 2, purpose: "network")
    let random = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    var parameters = random.parameters
    // Biases of the first layer so low that all its units are 0, the others none.
    let tensors = architecture.layout.tensors
    for (index, value) in [(1, -100.0), (3, 0), (5, 0)] {
      for place in tensors[index].range { parameters[place] = value }
    }
    let network = try Network(architecture, parameters: parameters)
    let region = SplitCases.box(0, 1, 16)
    #expect(isRefuted(network, region, [[SplitCases.atMost(0)]]))
    #expect(isRefuted(network, region, [[SplitCases.atMost(0, sign: -1)]]))
    #expect(
      SplitCases.verify(network, region, [[SplitCases.atMost(-1e-9)]]).answer == .holds)
  }

  @Test(
    "A kink inside of a box is found where its place is a round number", arguments: [0.25, -0.375])
  func kinks(_ place: Double) throws {
    // |x − p| = ReLU(x − p) + ReLU(p − x).
    let distance = try SplitCases.network(
      [([1, -1], [-place, place]), ([1, 1], [0])], inputs: 1)
    let region = SplitCases.box(-1.1, 2.3, 1)
    #expect(isRefuted(distance, region, [[SplitCases.atMost(0)]]))
    #expect(SplitCases.verify(distance, region, [[SplitCases.atMost(-1e-6)]]).answer == .holds)
  }

  @Test("The exact evaluation encloses the network's outputs", arguments: Cases.Images.allCases)
  func enclosures(_ images: Cases.Images) throws {
    let network = try images.network(seed: 4)
    let count = Cases.image.count
    let problem = VerificationProblem(SplitCases.box(0, 1, count), unsafe: [])
    let check = CounterexampleCheck(
      stages: BoundedNetwork(network, unitLimit: 0).stages, problem: problem)
    var generator = SeededGenerator(seed: 9, purpose: "points")
    for _ in 0..<5 {
      let point = (0..<count).map { _ in generator.uniform() }
      let logits = network.logits(
        of: Matrix(rows: 1, columns: count, elements: point), workers: Cases.workers)
      let exact = try #require(check.outputs(at: point))
      let quick = try #require(check.outputs(at: point, isExact: false))
      for (index, value) in logits.elements.enumerated() {
        // Values near 10 of sums of some 30 products are off by some 10⁻¹⁴.
        #expect(exact[index].lower <= value + 1e-12 && value - 1e-12 <= exact[index].upper)
        #expect(exact[index].upper - exact[index].lower < 1e-11)
        #expect(
          quick[index].lower <= exact[index].upper && exact[index].lower <= quick[index].upper)
      }
    }
  }

  @Test("Quotients and roots are exact where they can be, and enclosed elsewhere")
  func arithmetic() {
    #expect(DirectedSum.quotient(3, -1) == (-3, -3))
    #expect(DirectedSum.quotient(0, -7) == (0, 0))
    #expect(DirectedSum.quotient(1, 4) == (0.25, 0.25))
    for (a, b) in [(1.0, 3.0), (-1, 3), (1, -3), (2, 3), (-2, -3)] {
      let (low, high) = DirectedSum.quotient(a, b)
      #expect(low.nextUp == high && low <= a / b && a / b <= high)
      // low·b − a has the sign that says on which side the quotient lies.
      let (first, second) = ((-a).addingProduct(low, b), (-a).addingProduct(high, b))
      #expect((first < 0) == (b > 0) && (second > 0) == (b > 0))
    }
    #expect(DirectedSum.squareRoot(2.25) == (1.5, 1.5))
    let root = DirectedSum.squareRoot(2)
    #expect((-2.0).addingProduct(root.lower, root.lower) < 0)
    #expect((-2.0).addingProduct(root.upper, root.upper) > 0)
  }
}
