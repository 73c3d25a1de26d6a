import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension AttackRecord {
  /// Sums up a result; the time is left at 0.
  init(_ attack: any Attack, _ options: AttackOptions, _ result: AttackResult) {
    self.init(
      attack.name, gradient: options.rule.name, softness: options.rule.softness.map { [$0] },
      options.precision, result)
  }

  /// Sums up a result of a plan; the time is left at 0.
  init(
    _ kind: AttackPlan.Kind, _ plan: AttackPlan, _ result: AttackResult, softnesses: [Double]
  ) {
    let name = kind.rawValue
    switch (kind, plan.gradient) {
    case _ where !kind.usesGradients:
      self.init(name, gradient: Self.noGradient, softness: nil, plan.precision, result)
    case (.thorough, _), (_, .sweep):
      self.init(name, gradient: "surrogate", softness: softnesses, plan.precision, result)
    case (_, .rule(let rule)):
      self.init(
        name, gradient: rule.name, softness: rule.softness.map { [$0] }, plan.precision, result)
    }
    targets = plan.targets
  }

  /// The gradient of an attack that computes none.
  static let noGradient = "none"

  private init(
    _ name: String, gradient: String, softness: [Double]?, _ precision: Precision,
    _ result: AttackResult
  ) {
    let correct = result.outcomes.filter { !$0.isMisclassified }
    self.init(
      name: name, norm: result.threat.norm, epsilon: result.threat.epsilon, gradient: gradient,
      softness: softness, precision: precision, robustAccuracy: result.robustAccuracy,
      successes: result.successes, unchanged: correct.count(where: \.isUnchanged),
      zeroGradients: correct.count(where: \.hasZeroGradient),
      inconclusive: correct.count(where: \.isInconclusive),
      precisionDependent: correct.count(where: \.isPrecisionDependent),
      meanDistortion: result.meanDistortion,
      queries: result.outcomes.reduce(0) { $0 + $1.queries }, seconds: 0)
  }
}
