public import PlateauNumerics
public import PlateauRobustness

/// What an attack on some examples came to.
public struct AttackResult: Sendable, Hashable {
  /// What was allowed.
  public let threat: ThreatModel
  /// One outcome for each example.
  public internal(set) var outcomes: [AttackOutcome]
  /// The perturbed examples, of shape `[examples, features]`, each inside the ball and the box.
  ///
  /// Where no proposal succeeded it holds the last one, and where the example was misclassified
  /// from the start the example itself.
  public internal(set) var adversarial: Matrix<Float>

  /// Puts outcomes together, such as those kept from an earlier run.
  ///
  /// - Precondition: there is a perturbed example for each outcome.
  package init(threat: ThreatModel, outcomes: [AttackOutcome], adversarial: Matrix<Float>) {
    precondition(outcomes.count == adversarial.rows, "each outcome has an example")
    self.threat = threat
    self.outcomes = outcomes
    self.adversarial = adversarial
  }

  /// The result of attacking no examples.
  package static func empty(_ threat: ThreatModel, columns: Int) -> AttackResult {
    AttackResult(
      threat: threat, outcomes: [], adversarial: Matrix(rows: 0, columns: columns, elements: []))
  }

  /// The share of examples that are classified correctly and stay so under an untargeted attack.
  public var robustAccuracy: Double {
    share { !$0.isBroken }
  }

  /// The share of examples classified correctly before the attack.
  public var cleanAccuracy: Double { share { !$0.isMisclassified } }

  /// The number of examples that the attack moved to a wrong class, or to the target.
  ///
  /// Those misclassified from the start are not counted.
  public var successes: Int { outcomes.count { $0.isSuccess && !$0.isMisclassified } }

  /// The mean size over the successes, under the norm of the threat; nil without any.
  public var meanDistortion: Double? {
    let sizes = outcomes.filter { $0.isSuccess && !$0.isMisclassified }
      .map { $0.size.size(in: threat.norm) }
    return sizes.isEmpty ? nil : sizes.reduce(0, +) / Double(sizes.count)
  }

  /// The indices of the examples that are classified correctly and withstood the attack.
  public var survivors: [Int] {
    outcomes.indices.filter { !outcomes[$0].isBroken }
  }

  private func share(_ holds: (AttackOutcome) -> Bool) -> Double {
    outcomes.isEmpty ? 0 : Double(outcomes.count(where: holds)) / Double(outcomes.count)
  }

  /// Takes the results of a later attack on the given examples, the survivors of this one.
  ///
  /// Queries and iterations add up. A zero gradient counts only if both met nothing else.
  package mutating func merge(_ later: AttackResult, at indices: [Int]) {
    for (row, index) in indices.enumerated() {
      var outcome = later.outcomes[row]
      outcome.queries += outcomes[index].queries
      outcome.iterations += outcomes[index].iterations
      outcome.hasZeroGradient = outcome.hasZeroGradient && outcomes[index].hasZeroGradient
      outcomes[index] = outcome
      let columns = adversarial.columns
      adversarial.elements.replaceSubrange(
        index * columns..<(index + 1) * columns, with: later.adversarial.row(row))
    }
  }

  /// Adds the result of another attack on the same examples, such as one at another target.
  ///
  /// The first success of each example stays; queries and iterations add up. A zero gradient counts
  /// only if both met nothing else.
  ///
  /// - Precondition: both results are of the same examples under the same threat.
  public mutating func formUnion(_ other: AttackResult) {
    precondition(outcomes.count == other.outcomes.count, "the examples must be the same")
    for index in outcomes.indices {
      let addition = other.outcomes[index]
      if !outcomes[index].isSuccess && addition.isSuccess {
        merge(other.rows([index]), at: [index])
      } else {
        outcomes[index].queries += addition.queries
        outcomes[index].iterations += addition.iterations
        outcomes[index].hasZeroGradient =
          outcomes[index].hasZeroGradient && addition.hasZeroGradient
      }
    }
  }

  private func rows(_ indices: [Int]) -> AttackResult {
    AttackResult(
      threat: threat, outcomes: indices.map { outcomes[$0] },
      adversarial: adversarial.rows(at: indices))
  }
}
