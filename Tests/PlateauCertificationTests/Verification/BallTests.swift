import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Branch and bound over balls around examples")
struct BallTests {
  @Test("Tighter methods certify more, and none of what is falsified")
  func order() throws {
    let subject = try Cases.network([6, 12, 12, 3], .relu, gain: 2, seed: 3)
    let examples = Cases.examples(24, features: 6, classes: 3, seed: 4)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.08)
    var counts: [CertificationMethod: Int] = [:]
    for (row, label) in examples.labels.enumerated() {
      let problem = VerificationProblem(
        label: label, of: 3, at: examples.inputs.row(row).map { Double($0) }, within: threat)
      var isProven = false
      var answers: [VerificationAnswer] = []
      for method in CertificationMethod.allCases {
        var settings = SplitCases.settings
        settings.method = method
        let result = BranchAndBound(subject, settings: settings)
          .verify(problem, workers: Cases.workers)
        answers.append(result.answer)
        if case .holds = result.answer {
          counts[method, default: 0] += 1
          isProven = true
        } else {
          #expect(!isProven, "\(method) of \(row)")
        }
      }
      if case .unknown = answers[3] { Issue.record("\(row) is undecided") }
    }
    #expect(counts[.complete, default: 0] > counts[.interval, default: 0])
  }

  @Test("Balls in ℓ2 are decided, too")
  func euclidean() throws {
    let subject = try Cases.network([6, 12, 3], .relu, gain: 2, seed: 7)
    let examples = Cases.examples(12, features: 6, classes: 3, seed: 8)
    let threat = ThreatModel(norm: .l2, epsilon: 0.1)
    var decided = (0, 0)
    for (row, label) in examples.labels.enumerated() {
      let center = examples.inputs.row(row).map { Double($0) }
      let problem = VerificationProblem(label: label, of: 3, at: center, within: threat)
      switch BranchAndBound(subject, settings: SplitCases.settings)
        .verify(problem, workers: Cases.workers).answer
      {
      case .holds: decided.0 += 1
      case .violated(let found):
        decided.1 += 1
        let square = zip(found.input, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(square <= 0.01 * (1 + 1e-15))
      case .unknown(let reason): Issue.record("\(row): \(reason)")
      }
    }
    #expect(decided.0 > 0 && decided.1 > 0)
  }
}
