public import PlateauNumerics
public import PlateauRobustness

/// The result of one attack, as JSON and reports show it.
public struct AttackRecord: Codable, Sendable, Hashable {
  /// The word for the attack.
  public var name: String
  /// `linf` or `l2`.
  public var norm: Norm
  /// The largest perturbation allowed, in units of the input.
  public var epsilon: Double
  /// `naive`, `stable` or `surrogate`; `none` in a report of single attacks where the attack takes no
  /// gradients.
  public var gradient: String
  /// The softnesses tried with `surrogate`, in order; with several the exact gradient comes first.
  public var softness: [Double]?
  /// The precision of the search.
  public var precision: Precision
  /// How targets were chosen; nil for an untargeted attack.
  public var targets: TargetChoice?
  /// The steps of each start; nil for an attack of one step.
  public var steps: Int?
  /// The starts; nil for an attack of one step.
  public var restarts: Int?
  /// The number of examples attacked, where it is only those that withstood the attacks before; nil
  /// for all.
  public var examples: Int?
  /// The share of all examples that stay classified correctly; where only a part was attacked, under
  /// the attacks before as well.
  public var robustAccuracy: Double
  /// The examples moved to a wrong class, or to a target.
  public var successes: Int
  /// The pairs of an example classified correctly and a target that was tried; nil for an untargeted
  /// attack.
  public var pairs: Int?
  /// The pairs in which the target was reached; nil for an untargeted attack.
  public var pairSuccesses: Int?
  /// The outputs that are their inputs, bit for bit.
  public var unchanged: Int
  /// The examples whose gradient was exactly zero at every start.
  public var zeroGradients: Int
  /// The survivors among these, of which nothing can be said.
  public var inconclusive: Int
  /// The outputs on which Float and Double disagree.
  public var precisionDependent: Int
  /// The mean size of the successes in `norm`; nil without any.
  public var meanDistortion: Double?
  /// The evaluations of the model or its gradient, over all examples.
  public var queries: Int
  /// The wall time.
  public var seconds: Double

  /// Creates a record of one attack.
  public init(
    name: String, norm: Norm, epsilon: Double, gradient: String, softness: [Double]? = nil,
    precision: Precision, targets: TargetChoice? = nil, steps: Int? = nil, restarts: Int? = nil,
    robustAccuracy: Double, successes: Int, unchanged: Int, zeroGradients: Int, inconclusive: Int,
    precisionDependent: Int, meanDistortion: Double? = nil, queries: Int, seconds: Double
  ) {
    self.name = name
    self.norm = norm
    self.epsilon = epsilon
    self.gradient = gradient
    self.softness = softness
    self.precision = precision
    self.targets = targets
    self.steps = steps
    self.restarts = restarts
    self.robustAccuracy = robustAccuracy
    self.successes = successes
    self.unchanged = unchanged
    self.zeroGradients = zeroGradients
    self.inconclusive = inconclusive
    self.precisionDependent = precisionDependent
    self.meanDistortion = meanDistortion
    self.queries = queries
    self.seconds = seconds
  }

  /// The share of all examples that are wrong under the attack: 1 − robust accuracy.
  public var error: Double { 1 - robustAccuracy }
}
