import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Certificates of linear networks")
struct LinearCertificateTests {
  /// A network of two classes with the difference `slope` of their weights, and one example.
  static func margin(
    _ slope: [Double], _ offset: Double, at x: [Float], _ threat: ThreatModel
  ) throws -> Double {
    let architecture = try Architecture(
      input: .vector(slope.count), layers: [.dense(units: 2)])
    let network = try Network<Double>(
      architecture, parameters: slope + slope.map { _ in 0 } + [offset, 0])
    let examples = Examples(
      inputs: Matrix(rows: 1, columns: x.count, elements: x), labels: [0], classCount: 2,
      shape: .vector(x.count))
    return LinearCertificate(network).margins(
      of: examples, within: threat, workers: Cases.workers)[0]
  }

  static func close(_ found: Double, _ expected: Double) -> Bool {
    found <= expected + 1e-15 && found >= expected - 1e-14 * max(1, expected.magnitude)
  }

  @Test("In ℓ∞ it is the closed form, clipped by the box")
  func closedForm() throws {
    // 3·(0.25 − 0.125) − 2·(0.5 + 0.125) + 1
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.125)
    #expect(Self.close(try Self.margin([3, -2], 1, at: [0.25, 0.5], threat), 0.125))
    // 3·0 − 2·1 + 1: both ends of the box are nearer.
    let large = ThreatModel(norm: .lInfinity, epsilon: 0.75)
    #expect(Self.close(try Self.margin([3, -2], 1, at: [0.25, 0.5], large), -1))
  }

  @Test("In ℓ2 it is the closed form while the box is far away")
  func euclidean() throws {
    // v·x − ε‖v‖ with ‖(3, −4)‖ = 5
    let threat = ThreatModel(norm: .l2, epsilon: 0.25)
    #expect(Self.close(try Self.margin([3, -4], 2, at: [0.5, 0.5], threat), 0.25))
  }

  @Test("In ℓ2 the box takes part of the step, and the rest goes along the other axis")
  func euclideanAtEdge() throws {
    // δ = (−0.125, −√(0.25 − 0.015625)), since −v/λ would leave the box in the first value.
    let threat = ThreatModel(norm: .l2, epsilon: 0.5)
    let expected = 3 * 0 + (0.5 - (0.25 - 0.015625).squareRoot())
    #expect(Self.close(try Self.margin([3, 1], 0, at: [0.125, 0.5], threat), expected))
    // The ball holds the whole box.
    let large = ThreatModel(norm: .l2, epsilon: 2)
    #expect(Self.close(try Self.margin([3, -1], 0.5, at: [0.125, 0.5], large), -0.5))
    // A value that nothing depends on takes no part.
    #expect(Self.close(try Self.margin([0, 1], 0, at: [0.125, 0.75], threat), 0.25))
  }

  // Points are moved inside exactly but for some 10⁻¹⁶.
  @Test("In ℓ2 no point of the ball in the box is below, and one is close")
  func samples() throws {
    let network = try Cases.network([3, 4], .relu, seed: 2)
    let examples = Cases.examples(40, features: 3, classes: 4, seed: 3)
    let threat = ThreatModel(norm: .l2, epsilon: 0.3)
    let margins = LinearCertificate(network).margins(
      of: examples, within: threat, workers: Cases.workers)
    let centers = examples.inputs.converted(to: Double.self)
    var generator = SeededGenerator(seed: 4, purpose: "points")
    var least = Array(repeating: Double.infinity, count: examples.count)
    for _ in 0..<3000 {
      var points = centers
      for row in 0..<points.rows {
        let steps = (0..<3).map { _ in generator.uniform() * 2 - 1 }
        let length = steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for column in 0..<3 {
          let step = 0.3 * steps[column] / max(length, 1e-3)
          points[row, column] = min(max(points[row, column] + step, 0), 1)
        }
      }
      let logits = network.logits(of: points, workers: Cases.workers)
      for (row, margin) in Cases.margins(logits, examples.labels).enumerated() {
        #expect(margin >= margins[row] - 1e-14)
        least[row] = min(least[row], margin)
      }
    }
    // Directions are some 0.03 apart, which a margin feels squared; in corners of the box, where
    // moving back shortens a step, more.
    let close = zip(least, margins).count { $0 - $1 < 0.01 }
    #expect(close >= examples.count / 2)
  }

  @Test("A tie is an error", arguments: Norm.allCases)
  func tie(_ norm: Norm) throws {
    let threat = ThreatModel(norm: norm, epsilon: 0.25)
    #expect(try Self.margin([1], -0.25, at: [0.5], threat) <= 0)
    #expect(try Self.margin([1], (-0.25).nextUp, at: [0.5], threat) > -1e-15)
  }

  @Test("In ℓ∞ the smallest excess over a tie is seen")
  func excess() throws {
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.25)
    #expect(try Self.margin([1], (-0.25).nextUp, at: [0.5], threat) > 0)
    // 0.1 is no number of double precision: ε is then the one it is rounded to, exactly.
    let other = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    #expect(try Self.margin([1], -(1 - 0.1), at: [1], other) <= 0)
  }

  @Test("It agrees with interval bounds, which lose nothing here", arguments: Norm.allCases)
  func intervals(_ norm: Norm) throws {
    let network = try Cases.network([5, 4], .relu, seed: 12)
    let examples = Cases.examples(50, features: 5, classes: 4, seed: 13)
    for epsilon in [0, 0.01, 0.3] {
      let threat = ThreatModel(norm: norm, epsilon: epsilon)
      let exact = LinearCertificate(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      let bounds = IntervalBounds(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      for (exact, bound) in zip(exact, bounds) {
        #expect(bound <= exact)
        if norm == .lInfinity { #expect(bound >= exact - 1e-12) }
      }
    }
  }

  @Test("Margins fall with epsilon", arguments: Norm.allCases)
  func epsilons(_ norm: Norm) throws {
    let network = try Cases.network([5, 4], .relu, seed: 14)
    let examples = Cases.examples(50, features: 5, classes: 4, seed: 15)
    let logits = network.logits(
      of: examples.inputs.converted(to: Double.self), workers: Cases.workers)
    var before = Cases.margins(logits, examples.labels).map { $0 + 1e-14 }
    for epsilon in [0, 1e-9, 0.01, 0.1, 0.4, 1.5] {
      let margins = LinearCertificate(network).margins(
        of: examples, within: ThreatModel(norm: norm, epsilon: epsilon), workers: Cases.workers)
      for index in margins.indices { #expect(margins[index] <= before[index] + 1e-15) }
      if epsilon == 0 {
        for index in margins.indices { #expect(margins[index] >= before[index] - 1e-13) }
      }
      before = margins
    }
  }
}
