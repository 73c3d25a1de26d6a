import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("How a search by branch and bound goes")
struct SearchTests {
  @Test("The answer does not depend on the number of threads")
  func threads() throws {
    let subject = try Cases.network([6, 16, 16, 2], .relu, gain: 3, seed: 11)
    let problem = VerificationProblem(
      label: 0, of: 2, at: Array(repeating: 0.5, count: 6),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.2))
    let results = [1, 2].map { threads in
      BranchAndBound(subject, settings: SplitCases.settings)
        .verify(problem, workers: Workers(threads: threads))
    }
    #expect(results[0] == results[1])
  }

  @Test("A search that is told to stop says so")
  func stopping() throws {
    let subject = try Cases.network([6, 16, 16, 2], .relu, gain: 3, seed: 11)
    let problem = VerificationProblem(
      label: 0, of: 2, at: Array(repeating: 0.5, count: 6),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.2))
    let verifier = BranchAndBound(subject, settings: SplitCases.settings)
    #expect(
      verifier.verify(problem, workers: Cases.workers) { _ in false }.answer == .unknown(.stopped))
    var settings = SplitCases.settings
    settings.timeout = .zero
    #expect(
      BranchAndBound(subject, settings: settings).verify(problem, workers: Cases.workers).answer
        == .unknown(.timeout))
  }

  @Test("Searches one after another in the same memory find what each finds in its own")
  func memory() throws {
    let subject = try Cases.network([6, 16, 16, 2], .relu, gain: 3, seed: 11)
    let verifier = BranchAndBound(subject, settings: SplitCases.settings)
    let memory = SearchMemory()
    for (label, epsilon) in [(0, 0.2), (1, 0.05), (0, 0.1), (0, 0.2)] {
      let problem = VerificationProblem(
        label: label, of: 2, at: Array(repeating: 0.5, count: 6),
        within: ThreatModel(norm: .lInfinity, epsilon: epsilon))
      #expect(
        verifier.verify(problem, workers: Cases.workers, memory: memory)
          == verifier.verify(problem, workers: Cases.workers))
    }
  }
}
