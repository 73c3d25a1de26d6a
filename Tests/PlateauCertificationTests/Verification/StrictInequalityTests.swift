import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Strict inequalities")
struct StrictInequalityTests {
  /// y = max(0, x) over −1...1, whose least is exactly 0, taken on a face.
  private func answer(_ bound: Double, isStrict: Bool) throws -> VerificationAnswer {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 1),
      layers: [.dense(units: 1), .activation(.relu), .dense(units: 1)])
    let network = try Network(architecture, parameters: [1, 0, 1, 0])
    let problem = VerificationProblem(
      .box(lower: [-1 ... -1], upper: [1...1]),
      unsafe: [
        [
          OutputInequality(
            [.init(output: 0, coefficient: 1)], atMost: bound...bound, isStrict: isStrict)
        ]
      ])
    return BranchAndBound(network).verify(problem, workers: Cases.workers).answer
  }

  @Test("A point on the bound is a counterexample of ≤, and none of <")
  func equality() throws {
    guard case .violated(let found) = try answer(0, isStrict: false) else {
      Issue.record("max(0, x) ≤ 0 holds for x ≤ 0")
      return
    }
    #expect(found.outputs == [0])
    if case .violated = try answer(0, isStrict: true) {
      Issue.record("max(0, x) < 0 holds nowhere")
    }
  }

  @Test("A bound above the least is passed strictly")
  func above() throws {
    guard case .violated(let found) = try answer(0.25, isStrict: true) else {
      Issue.record("max(0, x) < 0.25 holds at 0")
      return
    }
    #expect(found.outputs[0] < 0.25)
    #expect(try answer(-0.25, isStrict: true) == .holds)
  }
}
