import PlateauCertification
import PlateauData
import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Points and attacks inside of balls that are certified; Scripts/check-certificates does the same
/// with a million points of trained networks.
@Suite("Nothing contradicts a certificate")
struct ContradictionTests {
  private static let workers = Workers(threads: 2)
  fileprivate static let side = 6

  enum Kind: String, CaseIterable, Sendable {
    case relu, sigmoid, tanh, pooled

    func network() throws -> Network<Double> {
      let image = InputShape(
        channels: 1, height: ContradictionTests.side, width: ContradictionTests.side)
      let layers: [Layer] =
        switch self {
        case .relu: Self.dense(.relu)
        case .sigmoid: Self.dense(.sigmoid)
        case .tanh: Self.dense(.tanh)
        case .pooled:
          [
            .convolution(Convolution(channels: 3, window: Window(3))), .activation(.relu),
            .maxPooling(Pooling(2)), .flatten, .dense(units: 4),
          ]
        }
      // The logistic function's slope is ¼ at most.
      let gain: Double = self == .sigmoid ? 8 : 2
      var generator = SeededGenerator(seed: 12, purpose: rawValue)
      let architecture = try Architecture(input: image, layers: layers)
      let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
      return try Network(architecture, parameters: network.parameters.map { $0 * gain })
    }

    private static func dense(_ activation: Activation) -> [Layer] {
      [
        .flatten, .dense(units: 12), .activation(activation), .dense(units: 10),
        .activation(activation), .dense(units: 4),
      ]
    }
  }

  /// Random images of the classes that a network gives them.
  private func examples(_ network: Network<Double>, _ count: Int) -> Examples {
    var generator = SeededGenerator(seed: 13, purpose: "images")
    let width = Self.side * Self.side
    let inputs = Matrix(
      rows: count, columns: width,
      elements: (0..<count * width).map { _ in Float(generator.uniform()) })
    let logits = network.logits(of: inputs.converted(to: Double.self), workers: Self.workers)
    return Examples(
      inputs: inputs,
      labels: (0..<count).map { row in
        (0..<4).max { logits[row, $0] < logits[row, $1] } ?? 0
      }, classCount: 4, shape: InputShape(channels: 1, height: Self.side, width: Self.side))
  }

  @Test(arguments: Kind.allCases)
  func `points and attacks`(_ kind: Kind) throws {
    let network = try kind.network()
    let all = examples(network, 24)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.02)
    let found = try DataCertification(network, on: all, workers: Self.workers)
      .run(CertificationPlan(within: threat, method: .complete, timeout: 1), model: "", data: "")
    let outcomes = try #require(found).report.outcomes.filter { $0.answer == .certified }
    #expect(outcomes.count >= 6)
    let certified = all.selecting(outcomes.map(\.index))
    try sample(network, certified, threat, outcomes.map { $0.margin ?? 0 })
    let attacks = AttackPlan(AttackPlan.Kind.allCases, within: threat, steps: 10)
    let findings = try #require(
      try AttackStudy(network, on: certified, workers: Self.workers).run(attacks))
    for finding in findings { #expect(finding.record.successes == 0, "\(finding.record.name)") }
    // The same attacks do break what is not certified.
    let wide = AttackPlan([.pgd], within: ThreatModel(norm: .lInfinity, epsilon: 0.5), steps: 10)
    let broken = try AttackStudy(network, on: all, workers: Self.workers).run(wide)
    #expect(broken?.first?.record.successes ?? 0 > 6)
  }

  /// A third inside, a third at random corners, and a third at corners near the gradient's.
  private func sample(
    _ network: Network<Double>, _ examples: Examples, _ threat: ThreatModel, _ bounds: [Double]
  ) throws {
    var generator = SeededGenerator(seed: 14, purpose: "points")
    let single = try Network<Float>(
      network.architecture, parameters: network.parameters.map { Float($0) })
    let count = 99
    for (row, bound) in bounds.enumerated() {
      let (center, label) = (examples.inputs.row(row), examples.labels[row])
      let against = descent(network, center.map { Double($0) }, label)
      var points: [Float] = []
      for number in 0..<count {
        for (x, falls) in zip(center, against) {
          let part =
            switch number % 3 {
            case 0: generator.uniform(-1, 1)
            case 1: generator.below(2) == 0 ? -1.0 : 1
            default: (generator.below(10) == 0) == falls ? -1.0 : 1
            }
          // A number next to the end is inside.
          let moved = Float(Double(x) + threat.epsilon * part * (1 - 0x1p-16))
          points.append(min(max(moved, 0), 1))
        }
      }
      let inputs = Matrix(rows: count, columns: center.count, elements: points)
      let exact = network.logits(of: inputs.converted(to: Double.self), workers: Self.workers)
      let rough = single.logits(of: inputs, workers: Self.workers)
      for number in 0..<count {
        for other in 0..<4 where other != label {
          // Sums of 36 terms below 4 in three layers, and weights rounded to 2⁻²⁴ of them.
          #expect(exact[number, label] - exact[number, other] >= bound - 1e-13)
          #expect(Double(rough[number, label] - rough[number, other]) >= bound - 1e-4)
        }
      }
    }
  }

  /// Whether the margin to the nearest class falls along each input.
  private func descent(_ network: Network<Double>, _ center: [Double], _ label: Int) -> [Bool] {
    func margin(_ x: [Double]) -> Double {
      let logits = network.logits(
        of: Matrix(rows: 1, columns: x.count, elements: x), workers: Self.workers)
      return (0..<4).filter { $0 != label }.map { logits[0, label] - logits[0, $0] }.min() ?? 0
    }
    let here = margin(center)
    return center.indices.map { column in
      var moved = center
      moved[column] += 1e-6
      return margin(moved) < here
    }
  }
}
