public import PlateauNetworks

/// What the reproduction found out about one network.
public struct ModelRecord: Codable, Sendable, Hashable {
  /// The name of its preset, with its gains where these are not 1: `saturating-sigmoid × 300`.
  public var name: String
  /// The kind of network.
  public var family: Preset.Family
  /// How it was trained.
  public var training: Preset.Training
  /// The nonlinearity of its hidden layers.
  public var activation: Activation
  /// The factor by which weights and biases of all hidden layers were multiplied after training.
  public var gain: Double
  /// The factor by which weights and biases of the last layer were multiplied after training.
  public var logitGain: Double
  /// The factor by which the logits of every attention were multiplied after training; nil without
  /// attention.
  public var attentionGain: Double?
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
  /// The share of (weight p of attention, test example) pairs with a slope p (1 − p) of at most 0.01 of the
  /// largest, ¼; nil without attention.
  public var saturatedAttention: Double?
  /// The weights of each layer, from the input on.
  public var weights: [LayerRecord]
  /// The activities of each hidden layer on test examples, from the input on.
  public var activities: [LayerRecord]
  /// The robustness at each epsilon, ascending.
  public var robustness: [RobustnessRecord]

  /// Creates a record of one network.
  public init(
    name: String, family: Preset.Family = .mlp, training: Preset.Training, activation: Activation,
    gain: Double, logitGain: Double = 1, attentionGain: Double? = nil, architecture: String,
    epochs: Int, penaltyWeight: Double? = nil, cleanAccuracy: Double, saturatedFraction: Double,
    saturatedAttention: Double? = nil, weights: [LayerRecord], activities: [LayerRecord],
    robustness: [RobustnessRecord]
  ) {
    self.name = name
    self.family = family
    self.training = training
    self.activation = activation
    self.gain = gain
    self.logitGain = logitGain
    self.attentionGain = attentionGain
    self.architecture = architecture
    self.epochs = epochs
    self.penaltyWeight = penaltyWeight
    self.cleanAccuracy = cleanAccuracy
    self.saturatedFraction = saturatedFraction
    self.saturatedAttention = saturatedAttention
    self.weights = weights
    self.activities = activities
    self.robustness = robustness
  }

  /// Whether no gain was applied after training.
  public var isAsTrained: Bool { gain == 1 && logitGain == 1 && attentionGain ?? 1 == 1 }
}

extension ModelRecord {
  /// Reads a record.
  ///
  /// Records made before there were other networks name no family: they are of perceptrons; those made
  /// before there were transformers, no attention.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      family: try values.decodeIfPresent(Preset.Family.self, forKey: .family) ?? .mlp,
      training: try values.decode(Preset.Training.self, forKey: .training),
      activation: try values.decode(Activation.self, forKey: .activation),
      gain: try values.decode(Double.self, forKey: .gain),
      logitGain: try values.decode(Double.self, forKey: .logitGain),
      attentionGain: try values.decodeIfPresent(Double.self, forKey: .attentionGain),
      architecture: try values.decode(String.self, forKey: .architecture),
      epochs: try values.decode(Int.self, forKey: .epochs),
      penaltyWeight: try values.decodeIfPresent(Double.self, forKey: .penaltyWeight),
      cleanAccuracy: try values.decode(Double.self, forKey: .cleanAccuracy),
      saturatedFraction: try values.decode(Double.self, forKey: .saturatedFraction),
      saturatedAttention: try values.decodeIfPresent(Double.self, forKey: .saturatedAttention),
      weights: try values.decode([LayerRecord].self, forKey: .weights),
      activities: try values.decode([LayerRecord].self, forKey: .activities),
      robustness: try values.decode([RobustnessRecord].self, forKey: .robustness))
  }
}
