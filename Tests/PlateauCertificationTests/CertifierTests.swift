import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@Suite("Certifiers of all kinds, sound and broken")
struct CertifierTests {
  private static let threats = [
    ThreatModel(norm: .lInfinity, epsilon: 0.05), ThreatModel(norm: .l2, epsilon: 0.1),
  ]
  private static let check = CertifierCheck(samples: 30, singles: 2)

  /// A perceptron, and examples with the classes that it gives them.
  private static func subject(
    _ sizes: [Int], _ activation: Activation = .relu
  ) throws -> (network: Network<Double>, examples: Examples) {
    let network = try Cases.network(sizes, activation, seed: 7)
    let examples = Cases.examples(6, features: sizes[0], classes: sizes[sizes.count - 1], seed: 3)
    let logits = network.logits(
      of: examples.inputs.converted(to: Double.self), workers: Cases.workers)
    let labels = (0..<examples.count).map { row in
      (0..<logits.columns).max { logits[row, $0] < logits[row, $1] } ?? 0
    }
    return (
      network,
      Examples(
        inputs: examples.inputs, labels: labels, classCount: examples.classCount,
        shape: examples.shape)
    )
  }

  @Test("None is contradicted", arguments: threats)
  func sound(_ threat: ThreatModel) throws {
    let (network, examples) = try Self.subject([5, 8, 6, 3])
    let search = SplitSettings(timeout: .seconds(20), restarts: 1, attackSteps: 10)
    let certifiers: [any Certifier] =
      [
        IntervalBounds(network), LinearBounds(network),
        LinearBounds(network, optimization: AlphaOptimization()),
        BranchAndBound(network, settings: search),
      ] + CertificationMethod.allCases.map { MarginBounds(network, method: $0) }
    for certifier in certifiers {
      #expect(Self.check(certifier, of: network, examples: examples, within: threat) == [])
    }
    let (linear, few) = try Self.subject([5, 3])
    #expect(Self.check(LinearCertificate(linear), of: linear, examples: few, within: threat) == [])
  }

  @Test("Tighter methods claim no less", arguments: threats)
  func order(_ threat: ThreatModel) throws {
    for activation in [Activation.relu, .sigmoid, .tanh] {
      let (network, examples) = try Self.subject([5, 8, 6, 3], activation)
      let certifiers: [(name: String, certifier: any Certifier)] =
        [.interval, .crown, .alphaCROWN].map {
          ("\($0)", MarginBounds(network, method: $0))
        }
      #expect(Self.check.order(of: certifiers, examples: examples, within: threat) == [])
      let wrong = Array(certifiers.reversed())
      #expect(!Self.check.order(of: wrong, examples: examples, within: threat).isEmpty)
    }
  }

  /// A certifier that is made of another.
  private struct Altered: Certifier {
    let base: MarginBounds
    let alter: @Sendable (MarginBounds, Examples, ThreatModel, Workers, Deadline) -> [Double]

    var isLarge: Bool { false }

    func margins(
      of examples: Examples, within threat: ThreatModel, workers: Workers, deadline: Deadline
    ) -> [Double] {
      alter(base, examples, threat, workers, deadline)
    }
  }

  private func failures(
    _ alter:
      @escaping @Sendable (MarginBounds, Examples, ThreatModel, Workers, Deadline) ->
      [Double]
  ) throws -> [String] {
    let (network, examples) = try Self.subject([4, 3])
    return Self.check(
      Altered(base: MarginBounds(network, method: .interval), alter: alter), of: network,
      examples: examples, within: Self.threats[0])
  }

  @Test("A claim that is a little too large is found")
  func tooLarge() throws {
    let found = try failures { base, examples, threat, workers, deadline in
      base.margins(of: examples, within: threat, workers: workers, deadline: deadline)
        .map { $0 + 1e-6 }
    }
    #expect(found.contains { $0.contains("is claimed, there is one of") })
    #expect(found.contains { $0.contains("at epsilon 0") })
  }

  @Test("Claims of a smaller ball, or of the center, are found")
  func smallBall() throws {
    for factor in [0, 0.99] {
      let found = try failures { base, examples, threat, workers, deadline in
        base.margins(
          of: examples,
          within: ThreatModel(
            norm: threat.norm, epsilon: factor * threat.epsilon, bounds: threat.bounds),
          workers: workers, deadline: deadline)
      }
      #expect(found.contains { $0.contains("is claimed, there is one of") })
      #expect(!found.contains { $0.contains("at epsilon 0") })
    }
  }

  @Test("What depends on the batch or on threads is found")
  func batches() throws {
    let batch = try failures { base, examples, threat, workers, deadline in
      base.margins(of: examples, within: threat, workers: workers, deadline: deadline)
        .enumerated().map { $1 - Double($0) * 1e-9 }
    }
    #expect(batch.contains { $0.contains("with the examples reversed") })
    let threads = try failures { base, examples, threat, workers, deadline in
      base.margins(of: examples, within: threat, workers: workers, deadline: deadline)
        .map { $0 - Double(workers.threads) * 1e-9 }
    }
    #expect(threads.contains { $0.contains("with 2 threads instead of 1") })
  }

  @Test("Claims without the time for them, no numbers and missing ones are found")
  func others() throws {
    let late = try failures { base, examples, threat, workers, deadline in
      deadline.hasPassed
        ? examples.labels.map { _ in 1e3 }
        : base.margins(of: examples, within: threat, workers: workers, deadline: deadline)
    }
    #expect(late.count == 6 && late.allSatisfy { $0.contains("when the time is up") })
    let none = try failures { _, examples, _, _, _ in examples.labels.map { _ in .nan } }
    #expect(none.contains { $0.contains("a margin of nan is claimed") })
    let missing = try failures { _, _, _, _, _ in [] }
    #expect(missing == ["there are 0 margins of 6 examples"])
  }
}
