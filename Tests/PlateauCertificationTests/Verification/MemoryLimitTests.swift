import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Limits of memory")
struct MemoryLimitTests {
  @Test("Beyond the memory of the process nothing is answered, and what is known is told")
  func processLimit() throws {
    let network = try Cases.network([4, 12, 3], .relu, seed: 5)
    let examples = Cases.examples(1, features: 4, classes: 3, seed: 6)
    let problem = VerificationProblem(
      label: examples.labels[0], of: 3, at: examples.inputs.row(0).map { Double($0) },
      within: ThreatModel(norm: .lInfinity, epsilon: 0.05))
    let result = BranchAndBound(network, settings: SplitSettings(processLimit: 1))
      .verify(problem, workers: Cases.workers)
    #expect(result.answer == .unknown(.memory))
    #expect(result.margins.count == 2)
  }

  @Test("The memory of the process is that of its pages")
  func resident() {
    let before = ProcessMemory.resident
    #expect(before > 1 << 20)
    let pages = [UInt8](repeating: 1, count: 64 << 20)
    let after = ProcessMemory.resident
    #expect(after - before > 48 << 20)
    #expect(pages.reduce(0) { $0 &+ Int($1) } == 64 << 20)
  }
}
