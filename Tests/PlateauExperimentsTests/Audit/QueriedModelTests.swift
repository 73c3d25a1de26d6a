import PlateauAttacks
import PlateauData
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Synchronization
import Testing

@testable import PlateauExperiments

@Suite("Models that only answer queries")
struct QueriedModelTests {
  struct Silence: Error {}

  private let answer = Result { try KnownAnswers.vanilla() }

  /// The network of a known answer, behind a function.
  private func queried(
    _ answer: KnownAnswer, answers: Int = 1,
    _ change: @escaping @Sendable (Matrix<Double>) throws -> Matrix<Double> = { $0 }
  ) -> QueriedModel {
    let model = answer.model
    return QueriedModel(
      inputShape: model.inputShape, classCount: model.classCount, answers: answers
    ) { try change(model.judgedLogits(of: $0, workers: Workers(threads: 1))) }
  }

  /// An audit at a size that leaves something.
  private func audit(_ model: QueriedModel, _ answer: KnownAnswer) throws -> AuditRecord? {
    var plan = AuditPlan.quick(norm: answer.threat.norm, epsilons: [answer.threat.epsilon / 4])
    plan.bounds = answer.threat.bounds
    return try Audit(
      AuditSubject(model, name: "function"), on: answer.examples.prefix(40), named: "known",
      plan: plan
    ).run()?.first?.record
  }

  @Test func `logits are the function's, and attacks those of the model behind it`() throws {
    let answer = try answer.get()
    let model = queried(answer)
    let examples = answer.examples.prefix(20)
    #expect(!model.hasInputGradient && model.failure == nil)
    let workers = Workers(threads: 2)
    #expect(
      model.judgedLogits(of: examples.inputs, workers: workers)
        == answer.model.judgedLogits(of: examples.inputs, workers: workers))
    #expect(model.queries == 20)
    let square = SquareAttack(queries: 50)
    let found = square(model, on: examples, within: answer.threat, workers: workers)
    let expected = square(answer.model, on: examples, within: answer.threat, workers: workers)
    #expect(found.adversarial == expected.adversarial)
    #expect(found.outcomes.map(\.isSuccess) == expected.outcomes.map(\.isSuccess))
  }

  @Test func `an audit attacks by queries, proves nothing, and says both`() throws {
    let answer = try answer.get()
    let record = try #require(try audit(queried(answer), answer))
    #expect(record.attacks.map(\.name) == ["square", "hop-skip-jump", "noise"])
    #expect(record.naiveAccuracy == nil && record.certifiedAccuracy == nil)
    #expect(record.verdict == .broken || record.verdict == .inconclusive)
    #expect(!record.hasGap)
    let queries = try #require(record.queries)
    #expect(queries.answers == 1 && (queries.examples ?? 0) > 1000)
    #expect(
      record.notes.contains(
        "The model only answers queries: it was attacked by these alone, \(queries.examples ?? 0) "
          + "examples so far, without gradients, and nothing is proven."))
    let skipped = record.checks.filter { $0.result == .notApplicable }.map(\.name)
    #expect(skipped.contains(.zeroGradients) && skipped.contains(.whiteBox))
    #expect(!record.fails(.deterministic))
  }

  @Test func `what withstands queries is inconclusive`() throws {
    let answer = try answer.get()
    var plan = AuditPlan.quick(norm: answer.threat.norm, epsilons: [1e-6])
    plan.bounds = answer.threat.bounds
    let record = try #require(
      try Audit(
        AuditSubject(queried(answer), name: "function"), on: answer.examples.prefix(20),
        named: "known", plan: plan
      ).run()?.first?.record)
    #expect(record.verdict == .inconclusive)
    if !record.hasFailure {
      #expect(
        record.causes == [
          "attacks by queries alone find less than those by gradients: what withstands them may be "
            + "broken all the same"
        ])
    }
  }

  @Test func `a model that does not repeat itself is judged by means of answers`() throws {
    let answer = try answer.get()
    let turn = Atomic<Int>(0)
    let model = queried(answer, answers: 4) { logits in
      var logits = logits
      let shift: Double = turn.add(1, ordering: .relaxed).newValue.isMultiple(of: 2) ? 1 : -1
      for row in 0..<logits.rows { logits[row, 0] += shift }
      return logits
    }
    let inputs = answer.examples.prefix(8).inputs
    let workers = Workers(threads: 1)
    let (found, base) = (
      model.judgedLogits(of: inputs, workers: workers),
      answer.model.judgedLogits(of: inputs, workers: workers)
    )
    // Of two up and two down; four sums and a quotient round once each.
    for (one, other) in zip(found.elements, base.elements) {
      #expect((one - other).magnitude <= 8 * .ulpOfOne * (other.magnitude + 1))
    }
    #expect(model.queries == 32)
    let record = try #require(try audit(model, answer))
    #expect(record.queries?.answers == 4)
    let check = record.checks.first { $0.name == .deterministic }
    #expect(check?.result == .notApplicable)
    #expect(
      check?.evidence == "the model answers differently to the same inputs; each of its logits is "
        + "the mean of 4 answers")
  }

  @Test func `a failure ends the audit, and nothing is kept of the batch`() throws {
    let answer = try answer.get()
    let folder = try TemporaryFolder()
    let calls = Atomic<Int>(0)
    let model = queried(answer) {
      if calls.add(1, ordering: .relaxed).newValue > 12 { throw Silence() }
      return $0
    }
    let subject = AuditSubject(model, name: "function")
    let examples = answer.examples.prefix(20)
    let results = try AuditFolder(folder.path + "/audit", resumes: false)
    let stored = try #require(
      try results.evaluation(of: subject, on: examples, workers: Workers(threads: 1)))
    var plan = AuditPlan.quick(norm: answer.threat.norm, epsilons: [answer.threat.epsilon])
    plan.bounds = answer.threat.bounds
    let audit = try Audit(subject, on: examples, named: "known", plan: plan, stored: stored)
    #expect(throws: Silence.self) { try audit.run() }
    #expect(model.failure is Silence)
    // From then on no class wins, and nobody is asked.
    let asked = calls.load(ordering: .relaxed)
    let logits = model.judgedLogits(of: examples.inputs, workers: Workers(threads: 2))
    #expect(logits.elements.allSatisfy { $0 == 0 })
    #expect(calls.load(ordering: .relaxed) == asked)
    #expect(throws: Silence.self) {
      try AttackStudy(subject, on: examples, workers: Workers(threads: 1)).run(
        AttackPlan([.square], within: answer.threat))
    }
  }

  @Test func `attacks by gradients are refused by name`() throws {
    let answer = try answer.get()
    let study = try AttackStudy(
      AuditSubject(queried(answer), name: "function"), on: answer.examples.prefix(4),
      workers: Workers(threads: 1))
    let error = #expect(throws: ExperimentError.self) {
      try study.run(AttackPlan([.square, .pgd], within: answer.threat))
    }
    #expect(
      error?.message == "pgd follows gradients, but 'function' only answers queries. Attacks by "
        + "queries: square, hop-skip-jump, noise.")
  }

  @Test func `outcomes are found again for a model that answers alike`() throws {
    let answer = try answer.get()
    let examples = answer.examples.prefix(6)
    let workers = Workers(threads: 1)
    func fingerprint(_ model: QueriedModel) throws -> String? {
      try AuditSubject(model, name: "f").fingerprint(on: examples, workers: workers)
    }
    let first = try fingerprint(queried(answer))
    #expect(try first != nil && first == fingerprint(queried(answer)))
    #expect(try fingerprint(queried(answer, answers: 3)) == nil)
    let other = queried(answer) { logits in
      var logits = logits
      logits.elements[0] = logits.elements[0].nextUp
      return logits
    }
    #expect(try first != fingerprint(other))
  }
}
