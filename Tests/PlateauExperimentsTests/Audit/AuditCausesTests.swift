import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@testable import PlateauExperiments

/// Whether a gap is the fault of gradients, from facts alone.
@Suite("Causes of gaps")
struct AuditCausesTests {
  private func causes(
    worst: Double, _ change: (inout AuditFacts) -> Void
  ) throws -> AuditCauses {
    let answer = try KnownAnswers.vanilla()
    let network = try #require(answer.network)
    let audit = try Audit(
      AuditSubject(network, name: "m"), on: answer.examples.prefix(4), named: "d",
      plan: AuditPlan.quick(epsilons: [0.1]), workers: Workers(threads: 1))
    var facts = AuditFacts()
    (facts.naiveFGSM, facts.naivePGD) = (0.8, 0.347)
    (facts.stableFGSM, facts.stablePGD) = (0.8, 0.347)
    change(&facts)
    let record = AuditRecord(
      model: "m", data: "d", norm: .lInfinity, epsilon: 0.1, bounds: nil, examples: 4,
      verdict: .inconclusive, causes: [], cleanAccuracy: 1, attacks: [], checks: [],
      worstCase: .init(robustAccuracy: worst), certifiedAccuracy: nil, certification: nil,
      decisions: .init(certified: 0, falsified: 0, undecided: 4), outcomes: nil)
    return AuditCauses(audit, facts, record)
  }

  @Test func `adaptive steps that close a gap speak for the gradients`() throws {
    let causes = try causes(worst: 0.173) {
      ($0.steps, $0.margin, $0.adaptive, $0.targets, $0.sweep) = (0.02, 0.014, 0.113, 0.014, 0.013)
    }
    #expect(causes.gradientFaults.isEmpty)
    #expect(
      causes.closers == [
        "the gradients are sound, the usual attacks too weak: they leave 34.7 %, all attacks 17.3 %",
        "11.3 points by adaptive steps (AutoPGD)", "2.0 points by twice the steps",
        "1.4 points by shrinking steps on the margin", "1.4 points by targets (AutoPGD and FAB)",
        "1.3 points by softened gradients",
      ])
  }

  @Test func `stable gradients that close half of a gap, or ten points, blame the arithmetic`()
    throws
  {
    let half = try causes(worst: 0.227) { $0.stablePGD = 0.287 }
    #expect(
      half.gradientFaults == [
        "floating-point arithmetic: stable gradients in double precision leave 28.7 %"
      ])
    #expect(try causes(worst: 0.227) { $0.stablePGD = 0.288 }.gradientFaults.isEmpty)
    #expect(try causes(worst: 0) { $0.stablePGD = 0.247 }.gradientFaults.count == 1)
    #expect(try causes(worst: 0) { $0.stablePGD = 0.248 }.gradientFaults.isEmpty)
  }

  @Test func `softened gradients, or none at all, that break much more blame the exact ones`()
    throws
  {
    #expect(
      try causes(worst: 0.2) { $0.sweep = 0.1 }.gradientFaults == [
        "the exact gradient misleads: softened gradients break 10.0 points more than all exact ones"
      ])
    #expect(try causes(worst: 0.2) { $0.sweep = 0.05 }.gradientFaults.isEmpty)
    #expect(
      try causes(worst: 0.2) { ($0.square, $0.transfer, $0.noise) = (0.05, 0.03, 0.02) }
        .gradientFaults == [
          "gradients mislead: attacks without the model's gradients break 10.0 points more"
        ])
    #expect(try causes(worst: 0.2) { $0.square = 0.05 }.gradientFaults.isEmpty)
  }

  @Test func `gradients of zero and outputs that do not move are faults`() throws {
    let unmoved = try causes(worst: 0.2) { $0.unchanged = 0.06 }
    #expect(
      unmoved.gradientFaults == ["6.0 % of naive FGSM's outputs are their inputs, bit for bit"])
    #expect(try causes(worst: 0.2) { $0.unchanged = 0.05 }.gradientFaults.isEmpty)
  }

  /// A usual network at an epsilon at which few steps find less than many.
  @Test func `a network without any defence is not masked`() throws {
    let answer = try KnownAnswers.vanilla()
    let network = try #require(answer.network)
    for epsilon in [0.03, 0.06, 0.1] {
      var plan = AuditPlan.quick(epsilons: [epsilon])
      // A usual attack of one step is as weak as one can be.
      plan.steps = 1
      plan.hopSkipJump = (3, 100)
      let audit = try Audit(
        AuditSubject(network, name: "m"), on: answer.examples, named: "d", plan: plan,
        workers: Workers(threads: 2))
      let record = try #require(try audit.run()?.first?.record)
      #expect(record.verdict != .masked)
      #expect(record.gradientFaults == [])
      #expect(record.verdict != .overestimated || record.causes.count > 1)
    }
  }
}
