import PlateauData
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@testable import PlateauExperiments

/// Audits of models of which it is known how robust they are, with small budgets.
@Suite("Audits of known answers")
struct KnownAnswerTests {
  static let makers: [String: @Sendable () throws -> KnownAnswer] = [
    "saturated": KnownAnswers.saturated, "scaled logits": KnownAnswers.scaledLogits,
    "dead units": KnownAnswers.deadUnits, "quantized input": KnownAnswers.quantizedInput,
    "noisy input": { try KnownAnswers.noisyInput() }, "lookup": KnownAnswers.lookup,
    "vanilla": KnownAnswers.vanilla, "linear": KnownAnswers.linear,
    "interval-trained": KnownAnswers.intervalTrained,
  ]

  private func audit(_ answer: KnownAnswer) throws -> AuditRecord {
    let subject =
      answer.network.map { AuditSubject($0, name: answer.name) }
      ?? AuditSubject(answer.model, name: answer.name)
    var plan = AuditPlan.quick(norm: answer.threat.norm, epsilons: [answer.threat.epsilon])
    plan.bounds = answer.threat.bounds
    let audit = try Audit(
      subject, on: answer.examples, named: "known", plan: plan, substitute: answer.training)
    let findings = try #require(try audit.run())
    return findings[0].record
  }

  @Test(arguments: makers.keys.sorted()) func `get their verdict`(name: String) throws {
    let make = try #require(Self.makers[name])
    let answer = try make()
    let record = try audit(answer)
    let failed = record.checks.filter { $0.result == .fail }.map(\.name.rawValue)
    #expect(
      answer.verdicts.contains(record.verdict.rawValue),
      "\(record.verdict.rawValue), naive \(record.naiveAccuracy ?? -1), worst \(record.worstCase.robustAccuracy), certified \(record.certifiedAccuracy ?? -1), failed \(failed), causes \(record.causes)"
    )
    #expect(record.verdict != .masked || !record.causes.isEmpty)
    #expect(record.verdict != .masked || record.causes == record.gradientFaults)
    #expect(record.checks.first { $0.name == .cleanAccuracy }?.result == .pass)
    #expect(record.ties == 0 && record.notFinite == 0)
    #expect(record.checks.first { $0.name == .certificates }?.result != .fail)
  }
}
