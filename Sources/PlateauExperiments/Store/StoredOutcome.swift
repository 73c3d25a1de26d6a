public import PlateauRobustness

/// What became of one example, as it is kept in an evaluation store.
public struct StoredOutcome: Sendable, Hashable {
  /// The number of the example in its split, from 0.
  public var example: Int
  /// The class that was aimed at; nil for an untargeted attack.
  public var target: Int?
  /// What the attack came to.
  public var outcome: AttackOutcome
  /// The perturbed example, of shape `[features]`; nil where it is not kept.
  public var adversarial: [Float]?

  /// Creates the outcome of an example.
  ///
  /// - Precondition: neither number is negative.
  public init(
    example: Int, target: Int? = nil, outcome: AttackOutcome, adversarial: [Float]? = nil
  ) {
    precondition(example >= 0 && (target ?? 0) >= 0, "examples and classes count from 0")
    self.example = example
    self.target = target
    self.outcome = outcome
    self.adversarial = adversarial
  }
}
