import PlateauAttacks
import PlateauNetworks
import PlateauRobustness

extension AttackRecord {
  /// Sums up a result; the time is left at 0.
  init(_ name: String, _ plan: AttackPlan, _ result: AttackResult, softnesses: [Double]) {
    let outcomes = result.outcomes
    self.name = name
    norm = plan.threat.norm
    epsilon = plan.threat.epsilon
    switch plan.gradient {
    case .rule(let rule):
      gradient = rule.name
      softness = rule.softness.map { [$0] }
    case .sweep:
      gradient = "surrogate"
      softness = softnesses
    }
    precision = plan.precision
    targets = plan.targets
    steps = plan.steps
    restarts = plan.restarts
    robustAccuracy = result.robustAccuracy
    successes = result.successes
    unchanged = outcomes.count { $0.isUnchanged && !$0.isMisclassified }
    zeroGradients = outcomes.count { $0.hasZeroGradient && !$0.isMisclassified }
    inconclusive = outcomes.count { $0.isInconclusive && !$0.isMisclassified }
    precisionDependent = outcomes.count { $0.isPrecisionDependent && !$0.isMisclassified }
    meanDistortion = result.meanDistortion
    queries = outcomes.reduce(0) { $0 + $1.queries }
    seconds = 0
  }
}
