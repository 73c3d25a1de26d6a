public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Everything that determines what an attack comes to on an example, apart from the example.
///
/// Two evaluations with equal keys give the same outcomes, on any machine.
public struct EvaluationKey: Sendable, Hashable {
  /// The network's fingerprint: 64 hexadecimal digits.
  public var model: String
  /// The fingerprint of the split that the examples are numbered in: 64 hexadecimal digits.
  public var data: String
  /// The word for the attack.
  public var attack: String
  /// The attack's own settings as text, such as `steps=40 restarts=5`; empty for one without any.
  ///
  /// It is compared letter by letter, so equal settings must be spelled in one way.
  public var parameters: String
  /// What is allowed.
  public var threat: ThreatModel
  /// How gradients are computed.
  public var rule: GradientRule
  /// The precision of the search.
  public var precision: Precision
  /// The loss that is ascended, or descended towards a target.
  public var loss: LogitLoss
  /// Whether an example leaves the batch as soon as it is fooled.
  public var leavesEarly: Bool
  /// The seed of random starts.
  public var seed: UInt64

  /// Creates a key.
  ///
  /// - Precondition: both fingerprints have 64 digits, the attack has a name, a softness is finite.
  public init(
    model: String, data: String, attack: String, parameters: String, threat: ThreatModel,
    rule: GradientRule = .stable, precision: Precision = .double,
    loss: LogitLoss = .crossEntropy, leavesEarly: Bool = true, seed: UInt64 = 0
  ) {
    precondition(model.utf8.count == 64 && data.utf8.count == 64, "a SHA-256 has 64 digits")
    precondition(!attack.isEmpty, "an attack has a name")
    precondition(rule.softness?.isFinite ?? true, "a softness is finite")
    self.model = model
    self.data = data
    self.attack = attack
    self.parameters = parameters
    self.threat = threat
    self.rule = rule
    self.precision = precision
    self.loss = loss
    self.leavesEarly = leavesEarly
    self.seed = seed
  }
}
