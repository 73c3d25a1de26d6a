public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Which attacks are run on a model, and how.
public struct AttackPlan: Sendable, Hashable {
  /// The attacks that can be asked for by name.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// One step along the sign, or the direction, of the gradient.
    case fgsm
    /// Projected gradient descent with restarts.
    case pgd
  }

  /// How gradients are computed.
  public enum Gradient: Sendable, Hashable {
    /// Under one rule.
    case rule(GradientRule)
    /// Stable, then surrogates over the softness sweep, worst case by example.
    case sweep
  }

  /// The attacks, in order, each once.
  public var kinds: [Kind]
  /// What is allowed.
  public var threat: ThreatModel
  /// How gradients are computed.
  public var gradient: Gradient
  /// The precision of the search.
  public var precision: Precision
  /// The loss that is ascended.
  public var loss: LogitLoss
  /// The steps of each start of an iterative attack.
  public var steps: Int
  /// The starts of an iterative attack.
  public var restarts: Int
  /// The size of an iterative attack's step, in units of epsilon.
  public var relativeStep: Double
  /// Whether an iterative attack's steps shrink linearly to 0.
  public var decays: Bool
  /// Which class is aimed at; nil for untargeted attacks.
  public var targets: TargetChoice?
  /// Whether examples leave the batch once they are fooled.
  public var leavesEarly: Bool
  /// The seed of random starts.
  public var seed: UInt64

  /// Creates a plan.
  public init(
    _ kinds: [Kind], within threat: ThreatModel, gradient: Gradient = .rule(.stable),
    precision: Precision = .double, loss: LogitLoss = .crossEntropy, steps: Int = 40,
    restarts: Int = 5, relativeStep: Double = 0.25, decays: Bool = false,
    targets: TargetChoice? = nil, leavesEarly: Bool = true, seed: UInt64 = 0
  ) {
    self.kinds = kinds
    self.threat = threat
    self.gradient = gradient
    self.precision = precision
    self.loss = loss
    self.steps = steps
    self.restarts = restarts
    self.relativeStep = relativeStep
    self.decays = decays
    self.targets = targets
    self.leavesEarly = leavesEarly
    self.seed = seed
  }
}
