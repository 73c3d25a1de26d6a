import GoldenValues
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Bounds by backward linear relaxation")
struct LinearBoundsTests {
  enum Reference: String, CaseIterable, Sendable {
    case crown
    case alpha = "alpha_crown"

    var optimization: AlphaOptimization? { self == .crown ? nil : AlphaOptimization() }
  }

  @Test(
    "On average no looser than the golden bounds", arguments: goldenPerceptrons,
    Reference.allCases)
  func golden(_ name: String, _ reference: Reference) throws {
    let golden = try GoldenCase<Double>(name)
    let bounds = try #require(
      LinearBounds(golden.network, optimization: reference.optimization).layers(
        of: golden.inputs, within: ThreatModel(norm: .lInfinity, epsilon: 0.02),
        workers: Cases.workers
      ).last)
    let lower = try golden.values(reference.rawValue + ".lower")
    let upper = try golden.values(reference.rawValue + ".upper")
    let count = Double(lower.count)
    let below = zip(lower, bounds.lower.elements).reduce(0) { $0 + $1.0 - $1.1 } / count
    let above = zip(upper, bounds.upper.elements).reduce(0) { $0 + $1.1 - $1.0 } / count
    print(
      "\(name), \(reference.rawValue): bounds exceed the reference's by \(below) below, "
        + "\(above) above")
    #expect(below <= 1e-9)
    #expect(above <= 1e-9)
  }

  struct Case: Sendable {
    let activation: Activation
    let norm: Norm
  }
  static let cases = Activation.allCases.filter(\.largestSlope.isFinite).flatMap { activation in
    Norm.allCases.map { Case(activation: activation, norm: $0) }
  }

  @Test("Methods are in order, and no point of the ball lies outside", arguments: cases)
  func perceptrons(_ test: Case) throws {
    for (seed, gain, epsilon) in [(1, 3, 0.1), (2, 6, 0.3), (3, 1, 0.02), (4, 40, 0.05)] {
      let network = try Cases.network(
        [6, 12, 9, 7, 4], test.activation, gain: Double(gain), seed: UInt64(seed))
      try Ordering.check(
        network, Cases.examples(6, features: 6, classes: 4, seed: UInt64(seed)),
        within: ThreatModel(norm: test.norm, epsilon: epsilon))
    }
  }

  @Test("So are those of images", arguments: Cases.Images.allCases, Norm.allCases)
  func images(_ test: Cases.Images, _ norm: Norm) throws {
    let network = try test.network(seed: 5)
    let count = Cases.image.count
    for epsilon in [0.02, 0.2] {
      try Ordering.check(
        network, Cases.examples(3, features: count, classes: 4, seed: 6),
        within: ThreatModel(norm: norm, epsilon: epsilon))
    }
  }

  @Test("Bounds of a linear network are exact")
  func linear() throws {
    let network = try Cases.Images.linear.network(seed: 3)
    let examples = Cases.examples(5, features: Cases.image.count, classes: 4, seed: 2)
    let inputs = examples.inputs.converted(to: Double.self)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    let bounds = try #require(
      LinearBounds(network).layers(of: inputs, within: threat, workers: Cases.workers).last)
    // By the weights of the linear map, which are differences of its values.
    let zero = Matrix<Double>(rows: 1, columns: inputs.columns)
    let offsets = network.logits(of: zero, workers: Cases.workers)
    var units = Matrix<Double>(rows: inputs.columns, columns: inputs.columns)
    for index in 0..<inputs.columns { units[index, index] = 1 }
    let images = network.logits(of: units, workers: Cases.workers)
    for row in 0..<examples.count {
      for unit in 0..<4 {
        var (low, high) = (offsets[0, unit], offsets[0, unit])
        for column in 0..<inputs.columns {
          let weight = images[column, unit] - offsets[0, unit]
          let ends = (max(inputs[row, column] - 0.1, 0), min(inputs[row, column] + 0.1, 1))
          low += weight * (weight > 0 ? ends.0 : ends.1)
          high += weight * (weight > 0 ? ends.1 : ends.0)
        }
        #expect((bounds.lower[row, unit] - low).magnitude <= 1e-11)
        #expect((bounds.upper[row, unit] - high).magnitude <= 1e-11)
      }
    }
  }

  @Test("Without a ball the bound is the margin", arguments: cases)
  func point(_ test: Case) throws {
    let network = try Cases.network([6, 12, 9, 4], test.activation, seed: 7)
    let examples = Cases.examples(30, features: 6, classes: 4, seed: 8)
    let logits = network.logits(
      of: examples.inputs.converted(to: Double.self), workers: Cases.workers)
    let exact = Cases.margins(logits, examples.labels)
    let bounds = LinearBounds(network).classMargins(
      of: examples, within: ThreatModel(norm: test.norm, epsilon: 0), workers: Cases.workers)
    for (row, margin) in exact.enumerated() {
      let bound = try #require(bounds.row(row).min())
      #expect(bound <= margin + 1e-12)
      #expect(bound >= margin - 1e-11)
    }
  }

  @Test("The result does not depend on the number of threads")
  func threads() throws {
    let network = try Cases.network([6, 12, 8, 4], .tanh, seed: 7)
    let examples = Cases.examples(70, features: 6, classes: 4, seed: 8)
    let threat = ThreatModel(norm: .l2, epsilon: 0.1)
    let bounds = LinearBounds(network, optimization: AlphaOptimization(iterations: 3))
    #expect(
      bounds.classMargins(of: examples, within: threat, workers: Workers(threads: 1))
        == bounds.classMargins(of: examples, within: threat, workers: Workers(threads: 3)))
  }

  @Test("Where numbers overflow nothing is certified")
  func overflow() throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(2), widths: [1, 1], activation: .sigmoid, classes: 2)
    let ones = Examples(
      inputs: Matrix(rows: 1, columns: 2, repeating: 1), labels: [0], classCount: 2,
      shape: .vector(2))
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    for weight in [1e308, 1e300] {
      let network = try Network<Double>(
        architecture, parameters: [weight, weight, weight, weight, 0, 1e308, -1e308, 0, 0])
      let bounds = LinearBounds(network).classMargins(
        of: ones, within: threat, workers: Cases.workers)
      #expect(bounds[0, 0] == .infinity)
      #expect(bounds[0, 1] <= 0)
    }
  }

  @Test("Where few units may be bounded backward, bounds are between both methods'")
  func limit() throws {
    let network = try Cases.network([6, 12, 12, 4], .relu, seed: 9)
    let examples = Cases.examples(20, features: 6, classes: 4, seed: 8)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    let widths = [0, 3, 12].map { limit in
      let bounds = LinearBounds(network, unitLimit: limit).layers(
        of: examples.inputs.converted(to: Double.self), within: threat, workers: Cases.workers)
      return zip(bounds[1].upper.elements, bounds[1].lower.elements).reduce(0) { $0 + $1.0 - $1.1 }
    }
    #expect(widths[0] > widths[1] && widths[1] > widths[2])
  }
}
