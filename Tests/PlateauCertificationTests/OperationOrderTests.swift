import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Intervals, CROWN, α-CROWN and branch and bound on random networks with each operation: none contradicted,
/// and the first three in order.
@Suite("Certifiers of networks with every operation")
struct OperationOrderTests {
  typealias Case = OperationTests.Case

  private static let examplesOfEach = 2

  /// What fails of random networks with an operation, in both norms, and how many examples there were.
  private func failures(
    _ test: Case, seeds: Range<UInt64>, samples: Int, isComplete: Bool
  ) throws -> (failures: [String], instances: Int) {
    let check = CertifierCheck(threads: [1, 2], samples: samples, singles: 1)
    var (failures, instances): ([String], Int) = ([], 0)
    for seed in seeds {
      let (network, examples) = try subject(test, seed)
      for (norm, epsilon) in [(Norm.lInfinity, 0.02), (.l2, 0.05)] {
        let threat = ThreatModel(norm: norm, epsilon: epsilon)
        let certifiers: [(name: String, certifier: any Certifier)] =
          [.interval, .crown, .alphaCROWN].map { ("\($0)", MarginBounds(network, method: $0)) }
        failures += check.order(of: certifiers, examples: examples, within: threat)
        // What is looser claims less.
        failures += check(
          MarginBounds(network, method: .alphaCROWN), of: network, examples: examples,
          within: threat)
        if isComplete {
          let settings = SplitSettings(restarts: 1, attackSteps: 10)
          let search = BranchAndBound(network, settings: settings)
          // Without a limit of time, so that the result is the same each time, but of few subproblems.
          failures += check(
            LimitedSearch(search: search, subproblems: 200), of: network, examples: examples,
            within: threat)
        }
        instances += examples.count
      }
    }
    return (failures.map { "\(test.testDescription): \($0)" }, instances)
  }

  private func subject(
    _ test: Case, _ seed: UInt64
  ) throws -> (network: Network<Double>, examples: Examples) {
    let architecture = try Architecture(
      input: test.input, layers: test.layers + [Layer.dense(units: 3)])
    var generator = SeededGenerator(seed: seed, purpose: "operation order")
    let network = OperationCheck.network(architecture, &generator)
    let width = architecture.input.count
    let inputs = Matrix(
      rows: Self.examplesOfEach, columns: width,
      elements: (0..<Self.examplesOfEach * width).map { _ in Float(generator.below(257)) / 256 })
    let logits = network.logits(of: inputs.converted(to: Double.self), workers: Cases.workers)
    let labels = (0..<inputs.rows).map { row in
      (0..<3).max { logits[row, $0] < logits[row, $1] } ?? 0
    }
    return (
      network,
      Examples(inputs: inputs, labels: labels, classCount: 3, shape: architecture.input)
    )
  }

  /// Branch and bound that stops after some subproblems.
  private struct LimitedSearch: Certifier {
    let search: BranchAndBound
    let subproblems: Int

    var isLarge: Bool { false }

    func margins(
      of examples: Examples, within threat: ThreatModel, workers: Workers, deadline: Deadline
    ) -> [Double] {
      (0..<examples.count).map { row in
        let problem = VerificationProblem(example: row, of: examples, within: threat)
        return search.verify(problem, workers: workers, deadline: deadline) {
          $0.subproblems < subproblems
        }.margins.min() ?? -.infinity
      }
    }
  }

  @Test("On an example or two of each", arguments: OperationTests.cases + OperationTests.nonlinear)
  func few(_ test: Case) throws {
    let found = try failures(test, seeds: 0..<1, samples: 10, isComplete: false)
    #expect(found.failures == [])
  }

  /// Some minutes in a debug build.
  @Test(
    "On a thousand together",
    .enabled(
      if: ProcessInfo.processInfo.environment["PLATEAU_LONG_TESTS"] != nil,
      "needs PLATEAU_LONG_TESTS"))
  func thousand() throws {
    let cases = OperationTests.cases + OperationTests.nonlinear
    var instances = 0
    let each = UInt64(1000 / (2 * Self.examplesOfEach * cases.count) + 1)
    for test in cases {
      let found = try failures(test, seeds: 0..<each, samples: 30, isComplete: true)
      #expect(found.failures == [])
      instances += found.instances
    }
    #expect(instances >= 1000)
  }
}
