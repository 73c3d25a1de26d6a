import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Keys and outcomes for tests of the store.
enum StoreSamples {
  static let key = EvaluationKey(
    model: String(repeating: "a", count: 64), data: String(repeating: "b", count: 64),
    attack: "pgd", parameters: "steps=40 restarts=5",
    threat: ThreatModel(norm: .lInfinity, epsilon: 0.1))

  /// The key with one thing changed.
  static func key(_ change: (inout EvaluationKey) -> Void) -> EvaluationKey {
    var result = key
    change(&result)
    return result
  }

  static func outcome(
    isSuccess: Bool = false, isMisclassified: Bool = false, isUnchanged: Bool = true,
    size: PerturbationSize = .none, queries: Int = 1, stop: AttackOutcome.Stop = .exhausted
  ) -> AttackOutcome {
    AttackOutcome(
      isSuccess: isSuccess, isMisclassified: isMisclassified, size: size,
      isUnchanged: isUnchanged, hasZeroGradient: false, isPrecisionDependent: false,
      queries: queries, iterations: queries, stop: stop)
  }

  /// Outcomes of untargeted attacks with rows of four numbers.
  static func batch(_ examples: Range<Int>) -> [StoredOutcome] {
    examples.map {
      StoredOutcome(
        example: $0, outcome: outcome(isSuccess: $0 % 3 == 0, isUnchanged: false, queries: $0),
        adversarial: [Float($0), 0.25, -0.0, 1])
    }
  }
}
