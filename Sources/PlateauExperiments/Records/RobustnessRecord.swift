/// What attacks of one size found out about one network.
public struct RobustnessRecord: Codable, Sendable, Hashable {
  /// The ℓ∞ size of the perturbation, in units of the input.
  public var epsilon: Double
  /// The number of examples that FGSM attacked, the first of the test examples; nil for all.
  public var fgsmExamples: Int?
  /// FGSM in Float with naive gradients: what a usual evaluation reports.
  public var naiveFGSM: AttackRecord
  /// FGSM in Double with stable gradients.
  public var stableFGSM: AttackRecord
  /// FGSM over the softness sweep.
  public var sweptFGSM: AttackRecord
  /// PGD in Float with naive gradients.
  public var naivePGD: AttackRecord
  /// PGD in Double with stable gradients.
  public var stablePGD: AttackRecord
  /// PGD over the softness sweep.
  public var sweptPGD: AttackRecord
  /// The number of examples that PGD attacked, the first of the test examples.
  public var worstCaseExamples: Int
  /// The share of these that are right without perturbation.
  public var worstCaseCleanAccuracy: Double
  /// The share of these that withstand every attack of this record: the most that can be claimed.
  public var worstCase: Double
  /// The share of these that provably withstand everything, by interval bounds; nil where no bound
  /// was computed.
  public var certified: Double?

  /// Creates a record of the attacks of one size.
  public init(
    epsilon: Double, fgsmExamples: Int? = nil, naiveFGSM: AttackRecord, stableFGSM: AttackRecord,
    sweptFGSM: AttackRecord,
    naivePGD: AttackRecord, stablePGD: AttackRecord, sweptPGD: AttackRecord, worstCaseExamples: Int,
    worstCaseCleanAccuracy: Double, worstCase: Double, certified: Double? = nil
  ) {
    self.epsilon = epsilon
    self.fgsmExamples = fgsmExamples
    self.naiveFGSM = naiveFGSM
    self.stableFGSM = stableFGSM
    self.sweptFGSM = sweptFGSM
    self.naivePGD = naivePGD
    self.stablePGD = stablePGD
    self.sweptPGD = sweptPGD
    self.worstCaseExamples = worstCaseExamples
    self.worstCaseCleanAccuracy = worstCaseCleanAccuracy
    self.worstCase = worstCase
    self.certified = certified
  }
}
