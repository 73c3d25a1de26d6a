public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Which attacks are run on a model, and how.
public struct AttackPlan: Sendable, Hashable {
  /// The attacks that can be asked for by name.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// One step along the sign, or the direction, of the gradient.
    case fgsm
    /// The basic iterative method.
    case bim
    /// Projected gradient descent with restarts.
    case pgd
    /// The momentum iterative method.
    case momentum = "mi-fgsm"
    /// Plain steps along the gradient.
    case gradientDescent = "gradient-descent"
    /// Plain steps along its sign.
    case gradientSign = "gradient-sign"
    /// AutoPGD on the cross-entropy.
    case apgdCrossEntropy = "apgd-ce"
    /// AutoPGD on the difference of logits ratio.
    case apgdLogitRatio = "apgd-dlr"
    /// AutoPGD towards nine classes.
    case apgdTargeted = "apgd-t"
    /// The fast adaptive boundary attack.
    case fab
    /// The same towards nine classes.
    case fabTargeted = "fab-t"
    /// Square: scores, but no gradients.
    case square
    /// HopSkipJump: decisions only.
    case hopSkipJump = "hop-skip-jump"
    /// Carlini and Wagner's attack in ℓ2.
    case carliniWagner = "cw"
    /// DeepFool.
    case deepFool = "deepfool"
    /// L-BFGS in the box.
    case lbfgs
    /// Random noise.
    case noise
    /// AutoAttack's standard suite, each attack on what survived.
    case standard
    /// The standard suite and the softness sweep.
    case thorough
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
  /// The steps of each start of an iterative attack, or its queries; nil for the attack's own.
  public var steps: Int?
  /// The starts of an iterative attack; nil for the attack's own.
  public var restarts: Int?
  /// The size of an iterative attack's step, in units of epsilon.
  public var relativeStep: Double
  /// Whether an iterative attack's steps shrink linearly to 0.
  public var decays: Bool
  /// Which class is aimed at; nil for untargeted attacks.
  public var targets: TargetChoice?
  /// Whether examples leave the batch once they are fooled.
  public var leavesEarly: Bool
  /// Whether the search goes on after a success, for smaller perturbations.
  public var keepsSmallest: Bool
  /// The seed of random starts.
  public var seed: UInt64

  /// Creates a plan.
  public init(
    _ kinds: [Kind], within threat: ThreatModel, gradient: Gradient = .rule(.stable),
    precision: Precision = .double, loss: LogitLoss = .crossEntropy, steps: Int? = nil,
    restarts: Int? = nil, relativeStep: Double = 0.25, decays: Bool = false,
    targets: TargetChoice? = nil, leavesEarly: Bool = true, keepsSmallest: Bool = false,
    seed: UInt64 = 0
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
    self.keepsSmallest = keepsSmallest
    self.seed = seed
  }
}
