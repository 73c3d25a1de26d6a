import Foundation
import PlateauAttacks
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTraining
import Testing

@testable import PlateauExperiments

/// That all commands mean the same by correct, on models whose logits tie or overflow.
@Suite("One meaning of correct")
struct OneCorrectnessTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let network: Network<Double>
    let correct: Int
    let ties: Int
    let notFinite: Int
  }

  /// Ten examples of two values, the first from 0.05 to 0.95; labels 0 below a half.
  static let examples = Examples(
    inputs: Matrix(
      rows: 10, columns: 2, elements: (0..<10).flatMap { [Float($0) / 10 + 0.05, 1] }),
    labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], classCount: 2, shape: .vector(2))

  static func cases() throws -> [Case] {
    let linear = try Architecture(input: .vector(2), layers: [.dense(units: 2)])
    let deep = try Architecture(
      input: .vector(2), layers: [.dense(units: 2), .activation(.relu), .dense(units: 2)])
    return [
      Case(
        testDescription: "constant", network: try Network(linear, parameters: [0, 0, 0, 0, 1, 1]),
        correct: 0, ties: 10, notFinite: 0),
      // max(0, 0.2 − x) and max(0, x − 0.8): between the two nothing wins.
      Case(
        testDescription: "a ReLU on the logits",
        network: try Network(
          deep, parameters: [-1, 0, 1, 0, 0.2, -0.8] + [1, 0, 0, 1, 0, 0]), correct: 4, ties: 6,
        notFinite: 0),
      // Sums beyond the largest number at 0.85 and 0.95, and their difference; elsewhere 0 and −1.
      Case(
        testDescription: "overflow",
        network: try Network(
          deep, parameters: [1e308, 1e308, 1e308, 1e308, 0, 0] + [1, -1, 0, 0, 0, -1]),
        correct: 5, ties: 0, notFinite: 2),
      Case(
        testDescription: "without a tie",
        network: try Network(linear, parameters: [-1, 0, 1, 0, 0.5, -0.5]), correct: 10, ties: 0,
        notFinite: 0),
    ]
  }

  @Test func `it is the same in every command, and ties are counted`() throws {
    let workers = Workers(threads: 2)
    let examples = Self.examples
    for one in try Self.cases() {
      let decisions = Decisions(
        of: one.network, on: examples.inputs, labels: examples.labels, workers: workers)
      let clean = decisions.accuracy
      #expect(decisions.correct == one.correct, "\(one.testDescription)")
      #expect(decisions.ties == one.ties && decisions.notFinite == one.notFinite)
      let evaluated = try Evaluation(one.network, on: examples, workers: workers)
        .record(model: "m", data: "d")
      #expect(evaluated.accuracy == clean)
      #expect(evaluated.ties == decisions.ties && evaluated.notFinite == decisions.notFinite)
      let right = evaluated.classes.reduce(0.0) { $0 + Double($1.examples) * ($1.accuracy ?? 0) }
      #expect((right - Double(decisions.correct)).magnitude < 1e-9)

      let study = try AttackStudy(one.network, on: examples, workers: workers)
      let plan = AttackPlan(
        [.fgsm, .square], within: ThreatModel(norm: .lInfinity, epsilon: 0.01), steps: 5)
      let findings = try #require(try study.run(plan))
      let attacked = AttackReport(
        model: "m", data: "d", findings: findings, decisions: study.decisions())
      #expect(attacked.cleanAccuracy == clean && attacked.ties == decisions.ties)

      let proven = try #require(
        try DataCertification(one.network, on: examples, workers: workers).run(
          CertificationPlan(
            within: ThreatModel(norm: .lInfinity, epsilon: 0), method: .complete, timeout: 2),
          model: "m", data: "d"))
      #expect(proven.report.cleanAccuracy == clean && proven.report.ties == decisions.ties)
      #expect(proven.report.notFinite == decisions.notFinite)
      #expect(proven.report.certified <= decisions.correct)
      if decisions.notFinite == 0 {
        #expect(proven.report.certified == decisions.correct)
        #expect(proven.report.falsified == examples.count - decisions.correct)
      }

      var audited = AuditPlan.quick(epsilons: [0.01])
      audited.hopSkipJump = (1, 20)
      let audit = try Audit(
        AuditSubject(one.network, name: "m"), on: examples, named: "d", plan: audited,
        workers: workers)
      let finding = try #require(try audit.run()?.first)
      #expect(finding.record.cleanAccuracy == clean && finding.record.ties == decisions.ties)
      #expect(finding.correct == decisions.all.map { $0 == .correct })

      // What training reports is in its own precision, where nothing else ties here.
      #expect(Network<Float>(one.network).accuracy(on: examples, workers: workers) <= clean + 1e-9)
      // Nothing that is printed as JSON is infinite.
      _ = try JSONEncoder().encode(evaluated)
      _ = try JSONEncoder().encode(attacked)
      _ = try JSONEncoder().encode(proven.report)
      _ = try JSONEncoder().encode(finding.record)
    }
  }

  @Test func `records of versions that counted no ties are read`() throws {
    let network = try Self.cases()[1].network
    let record = try Evaluation(network, on: Self.examples, workers: Workers(threads: 1))
      .record(model: "m", data: "d")
    var fields = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(record)) as? [String: Any])
    #expect(fields["ties"] as? Int == 6 && fields["notFinite"] as? Int == 0)
    fields["ties"] = nil
    fields["notFinite"] = nil
    let old = try JSONDecoder().decode(
      EvaluationRecord.self, from: JSONSerialization.data(withJSONObject: fields))
    #expect(old.ties == nil && old.accuracy == 0.4)
  }

  @Test func `adversarial files say what was correct, and successes are of correct examples`()
    throws
  {
    let network = try Self.cases()[1].network
    let folder = try TemporaryFolder()
    let workers = Workers(threads: 1)
    let study = try AttackStudy(network, on: Self.examples, workers: workers)
    for (name, targets) in [("any", nil), ("targeted", TargetChoice.next)] {
      let plan = AttackPlan(
        [.pgd], within: ThreatModel(norm: .lInfinity, epsilon: 0.1), targets: targets)
      let findings = try #require(try study.run(plan))
      let results = try AttackFolder(folder.path + "/" + name, resumes: false)
      try results.write(
        AttackReport(model: "m", data: "d", findings: findings), examples: Self.examples,
        findings: findings)
      let correct = try flags("correct", results.arrays)
      let success = try flags("success_pgd", results.arrays)
      #expect(correct == [true, true, false, false, false, false, false, false, true, true])
      // The nearer ones tie already at 0.2 and 0.8, which is no target.
      #expect(success == (0..<10).map { targets == nil && ($0 == 1 || $0 == 8) })
      let robust = zip(correct, success).count { $0 && !$1 }
      #expect(Double(robust) / 10 == findings[0].record.robustAccuracy)
    }
    var plan = AuditPlan.quick(epsilons: [0.1])
    plan.hopSkipJump = (1, 20)
    let audit = try Audit(
      AuditSubject(network, name: "m"), on: Self.examples, named: "d", plan: plan,
      workers: workers)
    let audited = try AuditFolder(folder.path + "/audit", resumes: false)
    let findings = try #require(try audit.run())
    try audited.write(findings, examples: Self.examples)
    let arrays = folder.path + "/audit/adversarial.npz"
    #expect(
      try flags("correct", arrays)
        == [true, true, false, false, false, false, false, false, true, true])
    #expect(try flags("success_0.1", arrays) == (0..<10).map { $0 == 1 || $0 == 8 })
  }

  private func flags(_ name: String, _ path: String) throws -> [Bool] {
    try NPZFile.read(path).array(name).integers().map { $0 != 0 }
  }
}
