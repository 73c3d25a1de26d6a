import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

// The checks that do not depend on the audited epsilons, or need several.
extension AuditChecks {
  /// Evaluates some examples twice.
  static func deterministic(_ audit: Audit) -> CheckRecord {
    if let queries = audit.subject.queries, queries.answers > 1 {
      return CheckRecord(
        .deterministic, .notApplicable,
        "the model answers differently to the same inputs; each of its logits is the mean of "
          + "\(queries.answers) answers")
    }
    let count = min(audit.plan.checkedExamples, audit.examples.count)
    let evaluator = audit.subject.model.makeEvaluator(Double.self, capacity: count)
    return deterministic(
      evaluator, audit.examples.prefix(count), classes: audit.subject.model.classCount)
  }

  private static func deterministic(
    _ evaluator: any Evaluator<Double>, _ examples: Examples, classes: Int
  ) -> CheckRecord {
    let inputs = RowBuffer<Double>(capacity: examples.count, columns: examples.inputs.columns)
    inputs.load(examples.inputs.converted(), rows: 0..<examples.count)
    func logits() -> Matrix<Double> {
      let logits = RowBuffer<Double>(capacity: examples.count, columns: classes)
      evaluator.evaluate(inputs, into: logits)
      return logits.matrix()
    }
    let (first, second) = (logits(), logits())
    let changed = (0..<examples.count).count { first.row($0) != second.row($0) }
    return CheckRecord(
      .deterministic, passes: changed == 0,
      "\(changed) of \(examples.count) examples get other logits when evaluated twice")
  }

  static func zeroEpsilon(_ result: AttackResult) -> CheckRecord {
    let changed = result.outcomes.count { !$0.isUnchanged }
    let broken = result.successes
    return CheckRecord(
      .zeroEpsilon, passes: changed == 0 && broken == 0,
      "at ε = 0 FGSM changes \(changed) and breaks \(broken) of \(result.outcomes.count) examples")
  }

  /// Attacks where nothing should withstand.
  static func atOtherEpsilons(
    _ audit: Audit, _ bench: AttackBench, _ softnesses: [Double]?
  ) throws -> [CheckRecord] {
    let plan = audit.plan
    let count = min(plan.checkedExamples, audit.examples.count)
    let width = plan.bounds.upperBound - plan.bounds.lowerBound
    let ball = plan.norm.ball
    let whole = ball.diagonal(ofCube: width, dimensions: audit.examples.inputs.columns)
    let (what, leave) = audit.hasGradients ? ("gradients", "leave") : ("Square", "leaves")
    func accuracy(_ epsilon: Double) throws -> Double {
      guard audit.hasGradients else {
        let square = AttackSequence.Step(
          SquareAttack(queries: plan.squareQueries), options: AttackOptions(seed: plan.seed))
        return try bench.run([square], within: plan.threat(epsilon), on: Array(0..<count))
          .robustAccuracy
      }
      let rules = [.stable] + (softnesses ?? []).map { GradientRule.surrogate(softness: $0) }
      let steps = rules.map { rule in
        AttackSequence.Step(
          plan.strongAttack,
          options: AttackOptions(rule: rule, loss: .margin, seed: plan.seed))
      }
      return try bench.run(steps, within: plan.threat(epsilon), on: Array(0..<count))
        .robustAccuracy
    }
    let unbounded = try accuracy(whole)
    let unboundedCheck = CheckRecord(
      .unbounded, passes: unbounded <= AuditThresholds.unboundedAccuracy,
      "\(what) across the whole box \(leave) \(percent(unbounded)) of \(count) examples")
    guard ball.isBox else {
      return [
        unboundedCheck,
        CheckRecord(.halfRange, .notApplicable, "it is a check of the ℓ∞ norm"),
      ]
    }
    let half = try accuracy(0.5 * width)
    let chance = 1 / Double(audit.subject.model.classCount)
    return [
      unboundedCheck,
      CheckRecord(
        .halfRange, passes: half <= chance + AuditThresholds.rounding,
        "at half the range \(what) \(leave) \(percent(half)) of \(count) examples, chance is "
          + percent(chance)),
    ]
  }

  /// Multiplies hidden layers, which hardly changes decisions, and asks a naive attack.
  static func gain(_ audit: Audit, _ bench: AttackBench) throws -> CheckRecord {
    guard let network = audit.subject.network, let epsilon = audit.plan.epsilons.first,
      network.architecture.hiddenActivations.contains(where: { $0 != nil }),
      network.architecture.hiddenActivations.allSatisfy({ $0?.isSigmoidLike ?? true })
    else {
      return CheckRecord(
        .gain, .notApplicable, "it needs a network of sigmoid or tanh units")
    }
    let count = min(audit.plan.checkedExamples, audit.examples.count)
    let examples = audit.examples.prefix(count)
    func classes(_ network: Network<Double>) -> [Int] {
      let logits = network.logits(of: examples.inputs.converted(), workers: audit.workers)
      return (0..<count).map { row in
        let scores = Array(logits.row(row))
        return scores.indices.max { scores[$0] < scores[$1] } ?? 0
      }
    }
    let decisions = classes(network)
    var lines: [String] = []
    var rise = 0.0
    var base = 0.0
    for gain in [1.0, 3, 10, 30] {
      guard bench.observe("gain test, × \(Int(gain))") else { throw AttackBench.Interrupted() }
      let scaled = network.multiplyingHiddenLayers(by: gain)
      let result = FastGradientSign()(
        scaled, on: examples, within: audit.plan.threat(epsilon),
        options: AttackOptions(rule: .naive, precision: .float), workers: audit.workers)
      let others = classes(scaled)
      let changed = Double(zip(decisions, others).count { $0 != $1 }) / Double(count)
      if gain == 1 { base = result.robustAccuracy }
      rise = max(rise, result.robustAccuracy - base - changed)
      lines.append(
        "× \(Int(gain)) \(percent(result.robustAccuracy)) with \(percent(changed)) of decisions "
          + "changed")
    }
    return CheckRecord(
      .gain, passes: rise <= AuditThresholds.gainTestRise + AuditThresholds.rounding,
      "naive float FGSM at ε \(epsilon) leaves " + lines.joined(separator: "; "))
  }

  /// Looks at attacks on all examples, and the worst case, at all epsilons.
  static func monotone(_ records: [AuditRecord]) -> CheckRecord {
    var rises: [String] = []
    var last: [String: Double] = [:]
    for record in records {
      var now = ["worst case": record.worstCase.robustAccuracy]
      for attack in record.attacks where attack.examples == nil {
        now["\(attack.gradient) \(attack.precision) \(attack.name)"] = attack.robustAccuracy
      }
      for (name, accuracy) in now.sorted(by: { $0.key < $1.key }) {
        let before = last[name] ?? record.cleanAccuracy
        if accuracy > before + AuditThresholds.agreement + AuditThresholds.rounding {
          rises.append("\(name) to \(percent(accuracy)) at ε \(record.epsilon)")
        }
      }
      last = now
    }
    return CheckRecord(
      .monotone, passes: rises.isEmpty,
      rises.isEmpty
        ? "no attack leaves more at a larger ε" : "rises: " + rises.joined(separator: ", "))
  }
}
