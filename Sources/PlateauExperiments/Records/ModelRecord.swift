public import PlateauNetworks

/// What the reproduction found out about one network.
public struct ModelRecord: Codable, Sendable, Hashable {
  /// The name of its preset, with its gains where these are not 1: `saturating-sigmoid × 300`.
  public var name: String
  /// How it was trained.
  public var training: Preset.Training
  /// The nonlinearity of its hidden layers.
  public var activation: Activation
  /// The factor by which weights and biases of all hidden layers were multiplied after training.
  public var gain: Double
  /// The factor by which weights and biases of the last layer were multiplied after training.
  public var logitGain: Double
  /// The sizes from input to logits, such as `784-200-200-10`.
  public var architecture: String
  /// The epochs it was trained for.
  public var epochs: Int
  /// The weight λ of the penalty in the last epoch; nil for a network trained without.
  public var penaltyWeight: Double?
  /// The share of all test examples classified correctly.
  public var cleanAccuracy: Double
  /// The share of (hidden unit, test example) pairs with a slope of at most 0.01 of the largest.
  public var saturatedFraction: Double
  /// The weights of each layer, from the input on.
  public var weights: [LayerRecord]
  /// The activities of each hidden layer on test examples, from the input on.
  public var activities: [LayerRecord]
  /// The robustness at each epsilon, ascending.
  public var robustness: [RobustnessRecord]

  /// Creates a record of one network.
  public init(
    name: String, training: Preset.Training, activation: Activation, gain: Double,
    logitGain: Double = 1, architecture: String, epochs: Int, penaltyWeight: Double? = nil,
    cleanAccuracy: Double,
    saturatedFraction: Double, weights: [LayerRecord], activities: [LayerRecord],
    robustness: [RobustnessRecord]
  ) {
    self.name = name
    self.training = training
    self.activation = activation
    self.gain = gain
    self.logitGain = logitGain
    self.architecture = architecture
    self.epochs = epochs
    self.penaltyWeight = penaltyWeight
    self.cleanAccuracy = cleanAccuracy
    self.saturatedFraction = saturatedFraction
    self.weights = weights
    self.activities = activities
    self.robustness = robustness
  }

  /// Whether no gain was applied after training.
  public var isAsTrained: Bool { gain == 1 && logitGain == 1 }
}

/// What attacks of one size found out about one network.
public struct RobustnessRecord: Codable, Sendable, Hashable {
  /// The ℓ∞ size of the perturbation, in units of the input.
  public var epsilon: Double
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
    epsilon: Double, naiveFGSM: AttackRecord, stableFGSM: AttackRecord, sweptFGSM: AttackRecord,
    naivePGD: AttackRecord, stablePGD: AttackRecord, sweptPGD: AttackRecord, worstCaseExamples: Int,
    worstCaseCleanAccuracy: Double, worstCase: Double, certified: Double? = nil
  ) {
    self.epsilon = epsilon
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
