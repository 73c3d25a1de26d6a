public import PlateauNetworks
public import PlateauNumerics

/// How an attack computes, whatever the attack.
public struct AttackOptions: Sendable, Hashable {
  /// How gradients are computed.
  public var rule: GradientRule
  /// The precision of the search; success is always decided in Double.
  public var precision: Precision
  /// The loss that is ascended, or descended towards a target.
  public var loss: LogitLoss
  /// Whether an example leaves the batch as soon as a proposal fools the model.
  ///
  /// Without it every example runs every step, and only the end of each start is judged, as a
  /// peer library does.
  public var leavesEarly: Bool
  /// Whether the search goes on after a success, for smaller perturbations; no example leaves then.
  public var keepsSmallest: Bool
  /// The seed of random starts.
  public var seed: UInt64

  /// Creates options.
  public init(
    rule: GradientRule = .stable, precision: Precision = .double,
    loss: LogitLoss = .crossEntropy, leavesEarly: Bool = true, keepsSmallest: Bool = false,
    seed: UInt64 = 0
  ) {
    self.rule = rule
    self.precision = precision
    self.loss = loss
    self.leavesEarly = leavesEarly
    self.keepsSmallest = keepsSmallest
    self.seed = seed
  }
}
