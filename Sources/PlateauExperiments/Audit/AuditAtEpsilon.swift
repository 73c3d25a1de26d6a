import PlateauAttacks
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Runs every attack of an audit at one epsilon.
final class AuditAtEpsilon {
  private let audit: Audit
  private let bench: AttackBench
  private let ground: AuditGround
  private let threat: ThreatModel
  private let all: [Int]
  private var evidence: AuditEvidence
  private var facts = AuditFacts()

  init(_ audit: Audit, _ bench: AttackBench, _ ground: AuditGround, _ epsilon: Double) {
    self.audit = audit
    self.bench = bench
    self.ground = ground
    threat = audit.plan.threat(epsilon)
    all = Array(0..<audit.examples.count)
    evidence = AuditEvidence(isMisclassified: ground.isMisclassified)
    facts.hasGradients = audit.hasGradients
  }

  /// Attacks, proves, checks and judges.
  func finding() throws -> Audit.Finding {
    if facts.hasGradients {
      try attackAsUsual()
      try attackBySlopes()
      try attackBySoftness()
    }
    try attackWithoutGradients()
    let (proofs, certification) = try prove()
    let certified = proofs?.certified
    let outcomes = outcomes(proofs)
    var record = AuditRecord(
      model: audit.subject.name, data: audit.data, norm: threat.norm, epsilon: threat.epsilon,
      bounds: [threat.bounds.lowerBound, threat.bounds.upperBound], examples: all.count,
      verdict: .inconclusive, causes: [],
      cleanAccuracy: evidence.cleanAccuracy, ties: ground.decisions.ties,
      notFinite: ground.decisions.notFinite, attacks: evidence.records,
      checks: ground.checks + AuditChecks.at(facts, proofs, evidence),
      worstCase: AuditRecord.WorstCase(robustAccuracy: evidence.worstCase),
      certifiedAccuracy: certified.map { Double($0.count) / Double(all.count) },
      certification: certification, decisions: AuditRecord.Decisions(outcomes),
      outcomes: outcomes)
    record.draws = audit.subject.draws
    record.queries = audit.subject.queries
    explain(&record)
    return Audit.Finding(
      record: record, correct: ground.isMisclassified.map { !$0 },
      adversarial: evidence.adversarial, certified: certified ?? [])
  }

  /// Judges, and says why.
  private func explain(_ record: inout AuditRecord) {
    let causes = AuditCauses(audit, facts, record)
    // Only a gap is anyone's fault; to explain gradients of zero takes a pass of each example.
    record.gradientFaults = record.hasGap ? causes.gradientFaults : []
    record.judge()
    record.causes =
      switch record.verdict {
      case .masked: record.gradientFaults ?? []
      case .overestimated: causes.closers
      case .inconclusive: inconclusive(record)
      case .robust, .plausible, .broken: []
      }
  }

  /// Why nothing can be concluded, unless a check says it.
  private func inconclusive(_ record: AuditRecord) -> [String] {
    if record.fails(.cleanAccuracy) { return ground.plausibility.causes }
    guard record.queries != nil, !record.hasFailure else { return [] }
    return [
      "attacks by queries alone find less than those by gradients: what withstands them may be broken "
        + "all the same"
    ]
  }

  /// Runs an attack on record.
  ///
  /// - Returns: Its result, and the share of examples that only it broke so far.
  @discardableResult
  private func run(
    _ attack: any Attack, _ rule: GradientRule = .stable, _ precision: Precision = .double,
    loss: LogitLoss = .crossEntropy, on numbers: [Int]? = nil
  ) throws -> (result: AttackResult, gain: Double) {
    let numbers = numbers ?? all
    guard !numbers.isEmpty else {
      return (AttackResult.empty(threat, columns: audit.examples.inputs.columns), 0)
    }
    let options = AttackOptions(
      rule: rule, precision: precision, loss: loss, seed: audit.plan.seed)
    let step = AttackSequence.Step(attack, options: options)
    let clock = ContinuousClock()
    let begin = clock.now
    let result = try bench.run([step], within: threat, on: numbers)
    let seconds = (clock.now - begin) / .seconds(1)
    return (result, evidence.add(attack, options, result, on: numbers, seconds: seconds))
  }

  /// The evaluations of each example that its attacks take, were none broken on the way.
  static func work(_ audit: Audit, _ ground: AuditGround) -> Double {
    let plan = audit.plan
    let queries: [any Attack] = [
      SquareAttack(queries: plan.squareQueries), RandomNoise(draws: plan.noiseDraws),
    ]
    guard audit.hasGradients else { return queries.reduce(0) { $0 + $1.work } }
    let pgd = ProjectedGradientDescent(steps: plan.steps, restarts: 1).work
    let slopes: [any Attack] = [
      plan.strongAttack, AutoProjectedGradientDescent(),
      AutoProjectedGradientDescent(loss: .logitRatio, targets: 9), FastAdaptiveBoundary(targets: 9),
    ]
    let sweep = AttackSuite.sweep(softnesses: ground.softnesses ?? []).map(\.attack)
    return (slopes + queries + sweep).reduce(3 + 9 * pgd) { $0 + $1.work }
  }

  private func share(of result: AttackResult, _ holds: (AttackOutcome) -> Bool) -> Double {
    Double(result.outcomes.count { !$0.isMisclassified && holds($0) }) / Double(all.count)
  }

  // MARK: - Attacks

  /// What a usual evaluation would run, and the same with stable gradients.
  private func attackAsUsual() throws {
    let fgsm = FastGradientSign()
    let pgd = ProjectedGradientDescent(steps: audit.plan.steps, restarts: 1)
    let naive = try run(fgsm, .naive, .float).result
    facts.naiveFGSM = naive.robustAccuracy
    facts.zeroGradients = share(of: naive) { $0.hasZeroGradient }
    facts.unchanged = share(of: naive) { $0.isUnchanged }
    facts.naiveDoubleFGSM = try run(fgsm, .naive, .double).result.robustAccuracy
    facts.naivePGD = try run(pgd, .naive, .float).result.robustAccuracy
    facts.stableFGSM = try run(fgsm).result.robustAccuracy
    let stable = try run(pgd).result
    facts.stablePGD = stable.robustAccuracy
    facts.precisionDependent = share(of: stable) { $0.isPrecisionDependent }
    let longer = ProjectedGradientDescent(steps: 2 * audit.plan.steps, restarts: 1)
    let left = stable.survivors
    let (second, steps) = try run(longer, on: left)
    facts.steps = steps
    facts.moreIterations = Double(second.successes) / Double(all.count)
    let still = left.enumerated().filter { !second.outcomes[$0.offset].isSuccess }.map(\.element)
    let again = ProjectedGradientDescent(steps: audit.plan.steps, restarts: 5)
    let (third, restarts) = try run(again, on: still)
    facts.restarts = restarts
    facts.moreRestarts = Double(third.successes) / Double(all.count)
  }

  /// The strongest attacks that follow the exact gradient.
  private func attackBySlopes() throws {
    facts.margin = try run(
      audit.plan.strongAttack, loss: .margin, on: evidence.survivors
    ).gain
    facts.adaptive = try run(AutoProjectedGradientDescent(), on: evidence.survivors).gain
    facts.targets = try run(
      AutoProjectedGradientDescent(loss: .logitRatio, targets: 9), on: evidence.survivors
    ).gain
    facts.targets += try run(FastAdaptiveBoundary(targets: 9), on: evidence.survivors).gain
    facts.exact = evidence.worstCase
  }

  private func attackBySoftness() throws {
    guard let softnesses = ground.softnesses else { return }
    var gain = 0.0
    for step in AttackSuite.sweep(softnesses: softnesses) {
      gain += try run(step.attack, step.options.rule, on: evidence.survivors).gain
    }
    facts.sweep = gain
  }

  private func attackWithoutGradients() throws {
    let plan = audit.plan
    facts.square = try run(
      SquareAttack(queries: plan.squareQueries), loss: .margin, on: evidence.survivors
    ).gain
    let few = Array(evidence.survivors.prefix(plan.hopSkipJump.examples))
    let walk = HopSkipJump(
      queries: plan.hopSkipJump.queries, beginnings: audit.substitute?.prefix(100).inputs)
    facts.hopSkipJump = try run(walk, on: few).gain
    facts.noise = try run(RandomNoise(draws: plan.noiseDraws), on: evidence.survivors).gain
    guard let substitute = ground.substitute else { return }
    let numbers = evidence.survivors
    let examples = audit.examples.selecting(numbers)
    let made = ProjectedGradientDescent(steps: plan.steps, restarts: 1)(
      substitute, on: examples, within: threat, options: AttackOptions(loss: .margin),
      numbers: numbers, workers: audit.workers)
    var all = audit.examples.inputs
    for (row, number) in numbers.enumerated() {
      all.elements.replaceSubrange(
        number * all.columns..<(number + 1) * all.columns, with: made.adversarial.row(row))
    }
    facts.transfer = try run(Transfer(examples: all), on: numbers).gain
  }

  // MARK: - Proofs

  /// Bounds all examples, and lets a complete search add to the evidence what attacks missed.
  private func prove() throws -> (AuditProofs?, AuditRecord.Certification?) {
    guard let network = audit.subject.network else { return (nil, nil) }
    let clock = ContinuousClock()
    let begin = clock.now
    var proofs = try AuditProofs(network, audit, threat, observe: bench.observe)
    let found = try proofs.search(evidence.survivors)
    let seconds = (clock.now - begin) / .seconds(1)
    if proofs.method == .complete { facts.refuted = try take(found) }
    return (
      proofs,
      AuditRecord.Certification(
        method: proofs.method, isExact: proofs.isExact, seconds: seconds,
        contradictions: proofs.contradictions(evidence))
    )
  }

  /// Judges counterexamples like the proposals of attacks, as they are in single precision.
  ///
  /// - Returns: The share of examples that they broke.
  private func take(_ found: [Int: [Float]]) throws -> Double {
    guard !found.isEmpty else { return 0 }
    var proposals = audit.examples.inputs
    for (number, input) in found {
      let start = number * proposals.columns
      proposals.elements.replaceSubrange(
        start..<start + proposals.columns, with: input)
    }
    return try run(
      Transfer(examples: proposals, name: "branch-and-bound"), on: found.keys.sorted()
    ).gain
  }

  private func outcomes(_ proofs: AuditProofs?) -> [AuditRecord.Outcome] {
    let certified = Set(proofs?.certified ?? [])
    return all.map { number in
      let isBroken = evidence.isMisclassified[number] || evidence.brokenBy[number] != nil
      let margin = proofs?.margins[number]
      return AuditRecord.Outcome(
        index: number, label: audit.examples.labels[number],
        answer: isBroken ? .falsified : certified.contains(number) ? .certified : .undecided,
        margin: margin.flatMap { $0.isFinite ? $0 : nil }, attack: evidence.brokenBy[number])
    }
  }
}

extension AuditRecord.Decisions {
  fileprivate init(_ outcomes: [AuditRecord.Outcome]) {
    func count(_ answer: CertificationReport.Answer) -> Int {
      outcomes.count { $0.answer == answer }
    }
    self.init(
      certified: count(.certified), falsified: count(.falsified), undecided: count(.undecided))
  }
}
