import GoldenValues
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Bounds by interval arithmetic")
struct IntervalBoundsTests {
  // Rounding widens bounds of numbers near 1 by some 10⁻¹³; one of a gain of 40 by some 10⁻¹².
  @Test("Bounds of logits are the golden ones", arguments: goldenPerceptrons)
  func golden(_ name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let bounds = try #require(
      IntervalBounds(golden.network).layers(
        of: golden.inputs, within: ThreatModel(norm: .lInfinity, epsilon: 0.02),
        workers: Cases.workers
      ).last)
    let (lower, upper) = (try golden.values("ibp.lower"), try golden.values("ibp.upper"))
    #expect(relativeError(bounds.lower.elements, lower) <= 1e-9)
    #expect(relativeError(bounds.upper.elements, upper) <= 1e-9)
    // They are rounded outwards, but for the rounding in the golden values themselves.
    for (bound, value) in zip(bounds.lower.elements, lower) { #expect(bound <= value + 1e-12) }
    for (bound, value) in zip(bounds.upper.elements, upper) { #expect(bound >= value - 1e-12) }
  }

  struct Case: Sendable {
    let activation: Activation
    let norm: Norm
  }
  static let cases = Activation.allCases.filter(\.largestSlope.isFinite).flatMap { activation in
    Norm.allCases.map { Case(activation: activation, norm: $0) }
  }

  // Logits near 10 of sums of 12 products are computed to some 10⁻¹⁴.
  @Test("No point of the ball lies outside", arguments: cases)
  func samples(_ test: Case) throws {
    let network = try Cases.network([6, 12, 9, 4], test.activation, seed: 4)
    let examples = Cases.examples(20, features: 6, classes: 4, seed: 5)
    let threat = ThreatModel(norm: test.norm, epsilon: 0.2)
    let certificate = IntervalBounds(network)
    let margins = certificate.margins(of: examples, within: threat, workers: Cases.workers)
    let centers = examples.inputs.converted(to: Double.self)
    let layers = certificate.layers(of: centers, within: threat, workers: Cases.workers)
    var generator = SeededGenerator(seed: 6, purpose: "samples")
    var closest = Double.infinity
    for trial in 0..<200 {
      var points = centers
      for row in 0..<points.rows {
        // Corners of the cube every other time, and else any points.
        var steps = (0..<points.columns).map { _ in
          trial % 2 == 0 ? Double(generator.below(2)) * 2 - 1 : generator.uniform() * 2 - 1
        }
        if test.norm == .l2 {
          let length = steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
          steps = steps.map { $0 / max(length, 1) }
        }
        for column in 0..<points.columns {
          points[row, column] = min(max(points[row, column] + 0.2 * steps[column], 0), 1)
        }
      }
      let logits = network.logits(of: points, workers: Cases.workers)
      for (margin, bound) in zip(Cases.margins(logits, examples.labels), margins) {
        #expect(margin >= bound - 1e-12)
      }
      let values = network.hiddenPreActivations(of: points, workers: Cases.workers) + [logits]
      for (layer, (values, bounds)) in zip(values, layers).enumerated() {
        for index in values.elements.indices {
          let value = values.elements[index]
          if layer == 0 { closest = min(closest, value - bounds.lower.elements[index]) }
          #expect(value >= bounds.lower.elements[index] - 1e-12)
          #expect(value <= bounds.upper.elements[index] + 1e-12)
        }
      }
    }
    // In ℓ∞ each bound of the first layer is attained at one of 64 corners, and 100 are tried.
    if test.norm == .lInfinity { #expect(closest <= 1e-12) }
  }

  @Test("Bounds of margins are tighter than those of logits", arguments: goldenPerceptrons)
  func differences(_ name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let examples = Examples(
      inputs: golden.inputs.converted(to: Float.self), labels: golden.labels, classCount: 10,
      shape: golden.network.architecture.input)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.02)
    let certificate = IntervalBounds(golden.network)
    let margins = certificate.margins(of: examples, within: threat, workers: Cases.workers)
    let bounds = try #require(
      certificate.layers(
        of: examples.inputs.converted(to: Double.self), within: threat, workers: Cases.workers
      ).last)
    for (row, label) in golden.labels.enumerated() {
      let apart = (0..<10).filter { $0 != label }
        .reduce(Double.infinity) { min($0, bounds.lower[row, label] - bounds.upper[row, $1]) }
      #expect(margins[row] >= apart)
    }
  }

  @Test("Without a ball the bound is the margin, and it falls with epsilon", arguments: cases)
  func epsilons(_ test: Case) throws {
    let network = try Cases.network([6, 12, 9, 4], test.activation, seed: 7)
    let examples = Cases.examples(30, features: 6, classes: 4, seed: 8)
    let bounds = IntervalBounds(network)
    let logits = network.logits(
      of: examples.inputs.converted(to: Double.self), workers: Cases.workers)
    var before = Cases.margins(logits, examples.labels).map { $0 + 1e-12 }
    for epsilon in [0, 1e-6, 0.01, 0.05, 0.2, 0.7, 3] {
      let threat = ThreatModel(norm: test.norm, epsilon: epsilon)
      let margins = bounds.margins(of: examples, within: threat, workers: Cases.workers)
      for index in margins.indices { #expect(margins[index] <= before[index]) }
      if epsilon == 0 {
        for index in margins.indices { #expect(margins[index] >= before[index] - 1e-11) }
      }
      before = margins
    }
  }

  @Test("The result does not depend on the number of threads")
  func threads() throws {
    let network = try Cases.network([6, 12, 4], .tanh, seed: 7)
    let examples = Cases.examples(700, features: 6, classes: 4, seed: 8)
    let threat = ThreatModel(norm: .l2, epsilon: 0.1)
    let bounds = IntervalBounds(network)
    #expect(
      bounds.margins(of: examples, within: threat, workers: Workers(threads: 1))
        == bounds.margins(of: examples, within: threat, workers: Workers(threads: 3)))
  }

  @Test("Where numbers overflow nothing is certified")
  func overflow() throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(2), widths: [1], activation: .sigmoid, classes: 2)
    let network = try Network<Double>(
      architecture, parameters: [1e308, 1e308, 1e308, 1, -1, 0, 0])
    let examples = Cases.examples(1, features: 2, classes: 2, seed: 1)
    let ones = Examples(
      inputs: Matrix(rows: 1, columns: 2, repeating: 1), labels: [0], classCount: 2,
      shape: examples.shape)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    let bounds = IntervalBounds(network)
    #expect(bounds.margins(of: ones, within: threat, workers: Cases.workers) == [-.infinity])
    let logits = try #require(
      bounds.layers(
        of: Matrix(rows: 1, columns: 2, repeating: 1), within: threat, workers: Cases.workers
      ).last)
    #expect(logits.lower.elements == [-.infinity, -.infinity])
    #expect(logits.upper.elements == [.infinity, .infinity])
  }
}
