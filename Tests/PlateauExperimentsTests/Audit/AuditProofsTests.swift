import PlateauAttacks
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@testable import PlateauExperiments

/// What audits say of proofs.
@Suite("Proofs in audits")
struct AuditProofsTests {
  private func findings(
    _ answer: KnownAnswer, _ method: CertificationMethod?, epsilon: Double, count: Int = 30
  ) throws -> Audit.Finding {
    var plan = AuditPlan.quick(epsilons: [epsilon])
    plan.certification = method
    plan.certificationTimeout = nil
    plan.hopSkipJump = (3, 100)
    let network = try #require(answer.network)
    let audit = try Audit(
      AuditSubject(network, name: "known"), on: answer.examples.prefix(count), named: "known",
      plan: plan, workers: Workers(threads: 2))
    return try #require(try audit.run()?.first)
  }

  @Test("Each method proves what the one before proves, and the complete one leaves nothing open")
  func methods() throws {
    let answer = try KnownAnswers.vanilla()
    var last: Set<Int> = []
    var open: [Int] = []
    for method in CertificationMethod.allCases {
      let finding = try findings(answer, method, epsilon: 0.04)
      let record = finding.record
      #expect(record.certification?.method == method)
      #expect(record.certification?.contradictions == [])
      let certified = Set(finding.certified)
      #expect(last.isSubset(of: certified))
      last = certified
      open.append(record.decisions.undecided)
      let outcomes = try #require(record.outcomes)
      #expect(outcomes.map(\.index) == Array(0..<30))
      #expect(outcomes.count { $0.answer == .certified } == record.decisions.certified)
      #expect(
        outcomes.allSatisfy {
          ($0.answer != .falsified) || ($0.attack != nil) || isWrong($0, answer)
        })
      #expect(outcomes.allSatisfy { $0.answer == .certified ? ($0.margin ?? 1) > 0 : true })
      #expect(
        record.decisions.certified + record.decisions.falsified + record.decisions.undecided == 30)
      try record.requireConsistency()
    }
    // At this epsilon there is something to decide.
    #expect(open[0] > 0 && open[3] < open[0])
    #expect(last.count > 0 && last.count < 30)
  }

  private func isWrong(_ outcome: AuditRecord.Outcome, _ answer: KnownAnswer) -> Bool {
    guard let network = answer.network else { return false }
    let logits = network.logits(
      of: answer.examples.inputs.converted(), workers: Workers(threads: 1)
    ).row(outcome.index)
    return logits.indices.contains { index in
      index != outcome.label
        && logits[logits.startIndex + outcome.label] <= logits[logits.startIndex + index]
    }
  }

  @Test("Bounds are CROWN's unless asked for others, and exact for linear networks")
  func unasked() throws {
    let vanilla = try findings(try KnownAnswers.vanilla(), nil, epsilon: 0.02).record
    #expect(vanilla.certification?.method == .crown)
    #expect(vanilla.certification?.isExact == false)
    let linear = try findings(try KnownAnswers.linear(), nil, epsilon: 0.02).record
    #expect(linear.certification?.isExact == true)
    #expect(linear.verdict == .robust && linear.decisions.undecided == 0)
  }

  @Test("A certified example that is broken is an error that names it")
  func contradiction() throws {
    var record = try findings(try KnownAnswers.intervalTrained(), .interval, epsilon: 0.02).record
    #expect(record.verdict == .robust)
    record.certification?.contradictions = [
      .init(index: 7, margin: 0.25, attack: "stable double pgd"),
      .init(index: 9, margin: nil, attack: nil),
    ]
    record.judge()
    #expect(record.verdict == .inconclusive)
    let error = #expect(throws: ExperimentError.self) { try record.requireConsistency() }
    #expect(error?.code == .contradiction && error?.fault == .program)
    #expect(
      error?.message
        == "Example 7 of 'known' is certified for 'known' at ε 0.02, its margin at least 0.25, but "
        + "'stable double pgd' broke it; 2 of 30 examples contradict each other like that. Either "
        + "the proof or the attack is wrong, which is a bug of Plateau: do not trust this audit, and "
        + "report it with the model and the examples.")
  }

  @Test("Proofs that are wrong are found out by the attacks")
  func foundOut() throws {
    // Proven for one network, attacked on another.
    let (sound, broken) = (try KnownAnswers.intervalTrained(), try KnownAnswers.vanilla())
    let network = try #require(sound.network)
    let examples = sound.examples.prefix(30)
    var plan = AuditPlan.quick(epsilons: [0.1])
    plan.certification = .interval
    let audit = try Audit(
      AuditSubject(network, name: "sound"), on: examples, named: "known", plan: plan,
      workers: Workers(threads: 1))
    let small = plan.threat(0.005)
    let proofs = try AuditProofs(network, audit, small) { _ in true }
    #expect(proofs.certified.count > 20)
    let options = AttackOptions()
    let attack = ProjectedGradientDescent(steps: 10, restarts: 1)
    let result = attack(
      broken.model, on: examples, within: plan.threat(0.25), options: options,
      workers: Workers(threads: 1))
    var evidence = AuditEvidence(isMisclassified: result.outcomes.map(\.isMisclassified))
    evidence.add(attack, options, result, on: Array(0..<30), seconds: 0)
    let contradictions = proofs.contradictions(evidence)
    let expected = proofs.certified.filter {
      evidence.isMisclassified[$0] || evidence.adversarial[$0] != nil
    }
    #expect(!expected.isEmpty && contradictions.map(\.index) == expected)
    #expect(contradictions.contains { $0.attack == "stable double pgd" })
    #expect(
      AuditChecks.at(AuditFacts(), proofs, evidence).contains {
        $0.name == .certificates && $0.result == .fail
      })
  }

  @Test("A complete audit that is stopped in its search goes on from there")
  func resumes() throws {
    let answer = try KnownAnswers.vanilla()
    let network = try #require(answer.network)
    let folder = try TemporaryFolder()
    var plan = AuditPlan.quick(epsilons: [0.04])
    plan.certification = .complete
    plan.certificationTimeout = nil
    plan.hopSkipJump = (3, 100)
    func run(_ observe: @escaping (String) -> Bool) throws -> [Audit.Finding]? {
      let examples = answer.examples.prefix(30)
      let results = try AuditFolder(folder.path, resumes: true)
      return try Audit(
        AuditSubject(network, name: "known"), on: examples, named: "known", plan: plan,
        stored: try results.evaluation(
          of: AuditSubject(network, name: "network"), on: examples, workers: Workers(threads: 1)),
        workers: Workers(threads: 2)
      ).run(observe)
    }
    var searches: [String] = []
    let stopped = try run { activity in
      if activity.hasPrefix("branch and bound, example 3 of") { return false }
      if activity.hasPrefix("branch and bound") { searches.append(activity) }
      return true
    }
    #expect(stopped == nil && !searches.isEmpty)
    var subproblems: [String] = []
    let resumed = try #require(
      try run { activity in
        if activity.contains("subproblems") { subproblems.append(activity) }
        return true
      })
    // The first two are there already.
    #expect(!subproblems.contains { $0.contains("example 1 of") || $0.contains("example 2 of") })
    let whole = try findings(answer, .complete, epsilon: 0.04)
    #expect(resumed[0].record.outcomes == whole.record.outcomes)
    #expect(resumed[0].certified == whole.certified)
  }

  @Test("What linear bounds take is counted as they are computed")
  func cost() throws {
    let shape = InputShape(channels: 1, height: 4, width: 4)
    let architecture = try Architecture.multilayerPerceptron(
      input: shape, widths: [5, 7], activation: .relu, classes: 3)
    var generator = SeededGenerator(seed: 1, purpose: "initialize")
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    // The first layer is exact by intervals; 7 units go back through it, and 3 margins through both.
    #expect(LinearBounds(network).multiplyAdds == Double(2 * 7 * 80 + 3 * (80 + 35)))
  }
}
