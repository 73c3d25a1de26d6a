/// What an attack on one example came to, as the harness decided.
public struct AttackOutcome: Sendable, Hashable {
  /// Why the search ended.
  public enum Stop: String, Sendable, Hashable, Codable {
    /// The example was misclassified from the start.
    case misclassified
    /// A proposal fooled the model.
    case success
    /// Every start and step was spent.
    case exhausted
  }

  /// Whether the attack reached its goal on an example that was classified correctly: the label no
  /// longer wins, or the target of a targeted attack does.
  public var isSuccess: Bool
  /// Whether the unperturbed example was misclassified in Double; nothing counts as a success then.
  public var isMisclassified: Bool
  /// The size of the perturbation; none for an example that was misclassified from the start.
  public var size: PerturbationSize
  /// Whether the output is the input, bit for bit.
  public var isUnchanged: Bool
  /// Whether the gradient was exactly zero at every start: a survivor is then inconclusive.
  public var hasZeroGradient: Bool
  /// Whether Float and Double disagree on whether the output fools the model.
  public var isPrecisionDependent: Bool
  /// The number of times that the search evaluated the model or its gradient on the example.
  public var queries: Int
  /// The number of steps that the search took.
  public var iterations: Int
  /// Why the search ended.
  public var stop: Stop

  /// Creates an outcome.
  public init(
    isSuccess: Bool, isMisclassified: Bool, size: PerturbationSize, isUnchanged: Bool,
    hasZeroGradient: Bool, isPrecisionDependent: Bool, queries: Int, iterations: Int, stop: Stop
  ) {
    self.isSuccess = isSuccess
    self.isMisclassified = isMisclassified
    self.size = size
    self.isUnchanged = isUnchanged
    self.hasZeroGradient = hasZeroGradient
    self.isPrecisionDependent = isPrecisionDependent
    self.queries = queries
    self.iterations = iterations
    self.stop = stop
  }

  /// Whether the model is wrong in the end: from the start, or because the attack reached its goal.
  public var isBroken: Bool { isSuccess || isMisclassified }

  /// Whether the attack says nothing about the example: it survived for want of any gradient.
  public var isInconclusive: Bool { !isBroken && hasZeroGradient }
}
