public import PlateauData
public import PlateauNumerics
public import PlateauRobustness

/// Attacks run one after the other, each on the examples that survived those before.
public struct AttackSequence: Sendable {
  /// One attack with its options.
  public struct Step: Sendable {
    /// The attack.
    public let attack: any Attack
    /// How it computes.
    public let options: AttackOptions

    /// Creates a step.
    public init(_ attack: any Attack, options: AttackOptions) {
      self.attack = attack
      self.options = options
    }
  }

  /// The attacks, in their order.
  public let steps: [Step]

  /// Creates a sequence.
  ///
  /// - Precondition: there is at least one step.
  public init(_ steps: [Step]) {
    precondition(!steps.isEmpty, "a sequence has a step")
    self.steps = steps
  }

  /// Runs the attacks.
  ///
  /// - Parameters:
  ///   - model: The model under attack.
  ///   - examples: The examples to perturb.
  ///   - threat: What is allowed.
  ///   - goal: What the model is to be made to say.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each example the first success, or the last proposal.
  public func callAsFunction(
    _ model: some AttackableModel, on examples: Examples, within threat: ThreatModel,
    goal: AttackGoal = .untargeted, workers: Workers = Workers()
  ) -> AttackResult {
    var result = steps[0].attack(
      model, on: examples, within: threat, goal: goal, options: steps[0].options, workers: workers)
    for step in steps.dropFirst() {
      let survivors = result.survivors
      guard !survivors.isEmpty else { break }
      var remaining = goal
      if case .targeted(let targets) = goal {
        remaining = .targeted(survivors.map { targets[$0] })
      }
      let harness = AttackHarness(
        model: model, examples: examples.selecting(survivors), indices: survivors, threat: threat,
        goal: remaining, options: step.options)
      result.merge(harness.run(step.attack, workers: workers), at: survivors)
    }
    return result
  }
}
