import PlateauAttacks
import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Attacks one network as the first table and the study of certified networks need it.
struct ModelMeasurement {
  private let network: Network<Double>
  private let few: Examples
  private let plan: ReproductionPlan
  private let preset: Preset
  private let name: String
  private let fgsmExamples: Int?
  private let workers: Workers
  // One for every epsilon: to find the softnesses of a wide network takes seconds.
  private let all: AttackStudy
  private let some: AttackStudy

  /// Prepares attacks.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - preset: What it was trained by.
  ///   - name: What it is called where it contradicts itself.
  ///   - test: The test examples.
  ///   - plan: What is done: among others, how many of these which attack meets.
  ///   - fgsmExamples: How many FGSM meets; nil for as many as the plan says.
  ///   - workers: The threads; results do not depend on their number.
  /// - Throws: `ExperimentError` where the data do not fit.
  init(
    _ network: Network<Double>, of preset: Preset, named name: String, on test: Examples,
    plan: ReproductionPlan, fgsmExamples: Int? = nil, workers: Workers
  ) throws(ExperimentError) {
    self.network = network
    self.plan = plan
    self.workers = workers
    self.preset = preset
    self.name = name
    self.fgsmExamples = (fgsmExamples ?? plan.fgsmExamples(of: preset)).map { min($0, test.count) }
    few = test.prefix(plan.attackedExamples(of: preset))
    all = try AttackStudy(
      network, on: test.prefix(self.fgsmExamples ?? test.count), workers: workers)
    some = try AttackStudy(network, on: few, workers: workers)
  }

  /// What attacks of one size did to the examples that all of them met.
  struct Finding {
    let record: RobustnessRecord
    /// Those that withstand every attack.
    let standing: Set<Int>
    /// Those that withstand naive FGSM.
    let naive: Set<Int>
    /// Lower bounds of their margins, by intervals.
    let intervals: [Double]
  }

  /// Runs every attack at one epsilon.
  ///
  /// - Parameters:
  ///   - epsilon: The ℓ∞ size of the perturbation.
  ///   - observe: Called before each attack, and in the course of it, with its name and the share of
  ///     all attacks that is done; returns whether to go on.
  /// - Returns: One record for each attack, and the worst case over all.
  /// - Throws: `Reproduction.Interrupted` where the observer stops it, `ExperimentError` where an
  ///   attack broke what a bound certifies.
  func finding(
    at epsilon: Double, _ observe: @escaping (String, Double) -> Bool
  ) throws -> Finding {
    func run(
      _ study: AttackStudy, _ plan: AttackPlan, _ name: String, _ phase: Range<Double>
    ) throws -> AttackStudy.Finding {
      let meter = WorkMeter()
      meter.begin(phase: phase)
      let text = "\(name), ε \(epsilon)"
      // An attack stops between its batches only.
      meter.onAdvance = { [unowned meter] in _ = observe(text, meter.share) }
      guard
        let findings = try study.run(plan, meter: meter, { _ in observe(text, meter.share) })
      else { throw Reproduction.Interrupted() }
      return findings[0]
    }
    // Shares of the time, as measured: FGSM meets all test examples.
    let naive = try run(all, fgsm(epsilon, .rule(.naive), .float), "naive FGSM", 0..<0.25)
    let stable = try run(all, fgsm(epsilon, .rule(.stable), .double), "stable FGSM", 0.25..<0.5)
    let swept = try run(all, fgsm(epsilon, .sweep, .double), "swept FGSM", 0.5..<0.9)
    let naivePGD = try run(some, pgd(epsilon, .rule(.naive), .float), "naive PGD", 0.9..<0.92)
    let stablePGD = try run(some, pgd(epsilon, .rule(.stable), .double), "stable PGD", 0.92..<0.95)
    let sweptPGD = try run(some, strongest(epsilon), "swept PGD", 0.95..<1)
    var standing = Set(0..<few.count)
    for finding in [naive, stable, swept, naivePGD, stablePGD, sweptPGD] {
      standing.formIntersection(finding.result.survivors)
    }
    let proof = CertificationCheck(model: name, epsilon: epsilon, examples: few)
    let intervals = Certificate.margins(network, few, within: proof.threat, workers: workers)
    try proof.check(intervals, by: "interval bounds", standing: standing)
    let record = RobustnessRecord(
      epsilon: epsilon, fgsmExamples: fgsmExamples, naiveFGSM: naive.record,
      stableFGSM: stable.record,
      sweptFGSM: swept.record, naivePGD: naivePGD.record, stablePGD: stablePGD.record,
      sweptPGD: sweptPGD.record, worstCaseExamples: few.count,
      worstCaseCleanAccuracy: sweptPGD.result.cleanAccuracy,
      worstCase: Double(standing.count) / Double(few.count),
      certified: Double(intervals.count { $0 > 0 }) / Double(few.count))
    return Finding(
      record: record, standing: standing,
      naive: Set(naive.result.survivors.filter { $0 < few.count }), intervals: intervals)
  }

  private func fgsm(
    _ epsilon: Double, _ gradient: AttackPlan.Gradient, _ precision: Precision
  ) -> AttackPlan {
    AttackPlan(
      [.fgsm], within: ThreatModel(norm: .lInfinity, epsilon: epsilon), gradient: gradient,
      precision: precision, seed: plan.seed)
  }

  /// Forty steps from the example itself, as usual evaluations begin.
  private func pgd(
    _ epsilon: Double, _ gradient: AttackPlan.Gradient, _ precision: Precision
  ) -> AttackPlan {
    AttackPlan(
      [.pgd], within: ThreatModel(norm: .lInfinity, epsilon: epsilon), gradient: gradient,
      precision: precision, restarts: 1, seed: plan.seed)
  }

  /// Shrinking steps on the margin, which needs no softmax, with every softness.
  private func strongest(_ epsilon: Double) -> AttackPlan {
    AttackPlan(
      [.pgd], within: ThreatModel(norm: .lInfinity, epsilon: epsilon), gradient: .sweep,
      loss: .margin, steps: plan.isQuick ? 50 : 100, restarts: plan.restarts(of: preset),
      decays: true,
      seed: plan.seed)
  }
}
