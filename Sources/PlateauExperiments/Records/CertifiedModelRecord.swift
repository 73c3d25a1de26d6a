public import PlateauNetworks

/// What attacks and proofs leave undecided about one network, and what its weights and units are like.
///
/// Accuracies are shares of the examples of the study, unless they say otherwise.
public struct CertifiedModelRecord: Codable, Sendable, Hashable {
  /// One layer: its weights, and what its units do over the balls.
  public struct Layer: Codable, Sendable, Hashable {
    /// `layer 1`, counted from the input; `logits` for the last.
    public var name: String
    /// The excess kurtosis of the weights that lead to it; nil where all are equal.
    public var excessKurtosis: Double?
    /// The shares of its units; nil for logits.
    public var units: Units?

    /// Creates a record of one layer.
    public init(name: String, excessKurtosis: Double?, units: Units?) {
      self.name = name
      self.excessKurtosis = excessKurtosis
      self.units = units
    }
  }

  /// Shares of (hidden unit, example) pairs.
  public struct Units: Codable, Sendable, Hashable {
    /// The share on a flat part at the example itself: with a slope of at most 0.01 of the largest.
    public var saturated: Double
    /// The share that provably stays on a flat part over the whole ball.
    public var provenSaturated: Double
    /// The share that is provably stable over the whole ball: of ReLU without a change of sign, of
    /// sigmoid with a slope of at most 0.01 of the largest.
    public var stable: Double

    /// Creates shares.
    public init(saturated: Double, provenSaturated: Double, stable: Double) {
      self.saturated = saturated
      self.provenSaturated = provenSaturated
      self.stable = stable
    }
  }

  /// The name of its preset.
  public var name: String
  /// How it was trained.
  public var training: Preset.Training
  /// The nonlinearity of its hidden layers.
  public var activation: Activation
  /// The epochs it was trained for.
  public var epochs: Int
  /// The weight λ of the penalty in the last epoch, that on intervals where there is one; nil for a
  /// network trained without.
  public var penaltyWeight: Double?
  /// The share of all test examples classified correctly.
  public var testAccuracy: Double
  /// The share classified correctly without an attack.
  public var cleanAccuracy: Double
  /// The share that withstands FGSM in Float with naive gradients.
  public var naiveAccuracy: Double
  /// The share that withstands every attack: the rest is falsified.
  public var attackedAccuracy: Double
  /// The share that interval bounds certify.
  public var intervalAccuracy: Double
  /// The share that bounds by backward linear relaxation (CROWN) certify.
  public var linearAccuracy: Double
  /// The share that either certifies.
  public var certifiedAccuracy: Double
  /// Its layers, from the input on, the logits last.
  public var layers: [Layer]
  /// The same shares over all hidden units.
  public var units: Units

  /// The share that is neither certified nor falsified.
  public var undecided: Double { attackedAccuracy - certifiedAccuracy }

  /// The mean excess kurtosis over all layers, the logits among them; nil where one has none.
  public var meanKurtosis: Double? {
    let values = layers.compactMap(\.excessKurtosis)
    guard !values.isEmpty, values.count == layers.count else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }

  /// Creates a record of one network.
  public init(
    name: String, training: Preset.Training, activation: Activation, epochs: Int,
    penaltyWeight: Double? = nil, testAccuracy: Double, cleanAccuracy: Double,
    naiveAccuracy: Double, attackedAccuracy: Double, intervalAccuracy: Double,
    linearAccuracy: Double, certifiedAccuracy: Double, layers: [Layer], units: Units
  ) {
    self.name = name
    self.training = training
    self.activation = activation
    self.epochs = epochs
    self.penaltyWeight = penaltyWeight
    self.testAccuracy = testAccuracy
    self.cleanAccuracy = cleanAccuracy
    self.naiveAccuracy = naiveAccuracy
    self.attackedAccuracy = attackedAccuracy
    self.intervalAccuracy = intervalAccuracy
    self.linearAccuracy = linearAccuracy
    self.certifiedAccuracy = certifiedAccuracy
    self.layers = layers
    self.units = units
  }
}
