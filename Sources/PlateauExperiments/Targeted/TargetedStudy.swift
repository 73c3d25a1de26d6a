import PlateauAttacks
public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

/// Draws the least confident image of each class to every other class, by three attacks and with
/// three kinds of gradient.
///
/// Anything inside the box is allowed; how far an image was moved is what is measured. L-BFGS goes
/// on after a success for smaller perturbations, the others stop there.
///
/// ```swift
/// let study = try TargetedStudy(
///   network, named: "saturating-sigmoid", gain: 30, on: data.test,
///   plan: TargetedPlan(isQuick: false), workers: workers)
/// for finding in try study.run() ?? [] { print(finding.record.successRate) }
/// ```
///
/// Source: A. Nayebi and S. Ganguli, "Biologically inspired protection of deep networks from
/// adversarial attacks", 2017, targeted iterative attacks.
public struct TargetedStudy: Sendable {
  private let network: Network<Double>
  private let name: String
  private let gain: Double
  private let plan: TargetedPlan
  private let workers: Workers
  private let softnesses: [Double]
  private let pairs: TargetedPairs

  /// Chooses the sources.
  ///
  /// - Parameters:
  ///   - network: The network as it was trained.
  ///   - name: Its name, for the records.
  ///   - gain: The factor on weights and biases of its hidden layers under which it is attacked, and
  ///     its sources are chosen.
  ///   - examples: The examples to choose sources among; at least one.
  ///   - plan: How long attacks go on.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Throws: `ExperimentError` where the examples do not fit the network.
  public init(
    _ network: Network<Double>, named name: String, gain: Double = 1, on examples: Examples,
    plan: TargetedPlan, workers: Workers
  ) throws(ExperimentError) {
    try AttackStudy.check(network.architecture, examples)
    let network = network.multiplyingHiddenLayers(by: gain)
    self.network = network
    self.name = name
    self.gain = gain
    self.plan = plan
    self.workers = workers
    softnesses = SoftnessSweep.softnesses(of: network, on: examples.inputs, workers: workers)
    pairs = TargetedPairs(network, on: examples, workers: workers)
  }

  /// Runs every attack with naive gradients in Float, with stable ones in Double, and over the
  /// softness sweep.
  ///
  /// The sweep begins with what stable gradients came to, and each softness meets the pairs that
  /// withstood those before: its distortions are those of the first success.
  ///
  /// - Parameters:
  ///   - meter: Counts the work that is done.
  ///   - observe: Called before each attack with its name; returns whether to go on.
  /// - Returns: One finding for each attack and kind of gradient, in this order; nil if it was
  ///   stopped.
  /// - Throws: what a store would throw; there is none.
  public func run(
    meter: WorkMeter? = nil, _ observe: @escaping (String) -> Bool = { _ in true }
  ) throws -> [TargetedFinding]? {
    for kind in TargetedPlan.attacks {
      let all = steps(kind, .rule(.naive), .float) + steps(kind, .sweep, .double)
      meter?.plan(all.reduce(0) { $0 + $1.attack.work } * Double(pairs.count))
    }
    do {
      return try TargetedPlan.attacks.flatMap { try findings($0, meter, observe) }
    } catch is AttackBench.Interrupted {
      return nil
    }
  }

  private func findings(
    _ kind: AttackPlan.Kind, _ meter: WorkMeter?, _ observe: @escaping (String) -> Bool
  ) throws -> [TargetedFinding] {
    let naive = steps(kind, .rule(.naive), .float)
    let swept = steps(kind, .sweep, .double)
    let all = Array(0..<pairs.count)
    let naively = try timed { try run(naive, on: all, meter, observe) }
    let exactly = try timed { try run([swept[0]], on: all, meter, observe) }
    let softly = try timed {
      var result = exactly.result
      let rest = result.survivors
      guard !rest.isEmpty && swept.count > 1 else { return result }
      result.merge(try run(Array(swept.dropFirst()), on: rest, meter, observe), at: rest)
      return result
    }
    return [
      finding(kind, "naive", .float, naively.result, naively.seconds),
      finding(kind, "stable", .double, exactly.result, exactly.seconds),
      finding(
        kind, "surrogate", .double, softly.result, exactly.seconds + softly.seconds,
        softnesses: softnesses),
    ]
  }

  private func timed(
    _ body: () throws -> AttackResult
  ) rethrows -> (result: AttackResult, seconds: Double) {
    let clock = ContinuousClock()
    let begin = clock.now
    let result = try body()
    return (result, (clock.now - begin) / .seconds(1))
  }

  private func run(
    _ steps: [AttackSequence.Step], on numbers: [Int], _ meter: WorkMeter?,
    _ observe: @escaping (String) -> Bool
  ) throws -> AttackResult {
    let bench = AttackBench(
      model: network, examples: pairs.examples, workers: workers, stored: nil,
      observe: { _ in observe("\(steps[0].attack.name), \(steps[0].options.rule.name)") },
      meter: meter)
    return try bench.run(
      steps, within: threat, on: numbers, targets: numbers.map { pairs.targets[$0] })
  }

  /// The whole box: no two points of it are further apart.
  private var threat: ThreatModel {
    let diagonal = Double(network.architecture.input.count).squareRoot()
    return ThreatModel(norm: .l2, epsilon: diagonal.rounded(.up))
  }

  private func steps(
    _ kind: AttackPlan.Kind, _ gradient: AttackPlan.Gradient, _ precision: Precision
  ) -> [AttackSequence.Step] {
    AttackPlan(
      [kind], within: threat, gradient: gradient, precision: precision, steps: plan.iterations,
      keepsSmallest: kind == .lbfgs
    ).steps(of: kind, softnesses: softnesses)
  }

  private func finding(
    _ kind: AttackPlan.Kind, _ gradient: String, _ precision: Precision, _ result: AttackResult,
    _ seconds: Double, softnesses: [Double]? = nil
  ) -> TargetedFinding {
    let outcomes = result.outcomes
    let record = TargetedRecord(
      model: name, gain: gain, attack: kind.rawValue, gradient: gradient, softness: softnesses,
      precision: precision, iterations: plan.iterations, sources: pairs.sources,
      pairs: outcomes.count { !$0.isMisclassified }, successes: result.successes,
      failures: pairs.pairs(result.survivors), meanDistortion: result.meanDistortion,
      zeroGradients: outcomes.count(where: \.hasZeroGradient),
      precisionDependent: outcomes.count(where: \.isPrecisionDependent),
      queries: outcomes.reduce(0) { $0 + $1.queries }, seconds: seconds)
    return TargetedFinding(record: record, images: pairs.images(of: result))
  }
}
