/// What a full reproduction does with convolutional networks, and with transformers.
///
/// A gradient of one of them takes about a millisecond of a processor, a hundred times as long as
/// that of a perceptron: attacks meet fewer examples, and take fewer steps.
public struct ConvolutionalPlan: Codable, Sendable, Hashable {
  /// The number of test examples, from the first, that FGSM meets.
  public var fgsmExamples: Int
  /// The number of test examples, from the first, that PGD and interval bounds meet, and on which
  /// activities are measured.
  public var attackedExamples: Int
  /// The starts of PGD over the softness sweep.
  public var restarts: Int
  /// The most steps of targeted attacks, and of each minimization of L-BFGS.
  public var targetedIterations: Int
  /// Whether dissimilarities, Jacobians and paths are measured.
  public var measuresGeometry: Bool
  /// The ℓ∞ sizes of perturbations of depthwise networks and transformers, ascending: smaller ones than of
  /// perceptrons, since they lose all at those.
  public var modernEpsilons: [Double]
  /// The factor on the logits of attention, in the rows that show its effect.
  public var attentionGain: Double

  /// Creates a plan: by default one that, with training, takes below an hour and a half on two cores
  /// for six networks on MNIST.
  ///
  /// - Parameters:
  ///   - fgsmExamples: The examples under FGSM, at least `attackedExamples`.
  ///   - attackedExamples: The examples under PGD, at least 1.
  ///   - restarts: The starts of PGD over the softness sweep, at least 1.
  ///   - targetedIterations: The steps of targeted attacks, at least 1.
  ///   - measuresGeometry: Whether to measure the geometry: Jacobians of layers of 25,000 units.
  ///   - modernEpsilons: The sizes for depthwise networks and transformers, positive.
  ///   - attentionGain: The factor on the logits of attention, positive.
  public init(
    fgsmExamples: Int = 2000, attackedExamples: Int = 200, restarts: Int = 1,
    targetedIterations: Int = 50, measuresGeometry: Bool = false,
    modernEpsilons: [Double] = [0.02, 0.05, 0.1], attentionGain: Double = 30
  ) {
    precondition(attackedExamples >= 1 && targetedIterations >= 1, "something is attacked")
    precondition(fgsmExamples >= attackedExamples, "the worst case is of examples that FGSM meets")
    precondition(restarts >= 1, "PGD has a start")
    self.fgsmExamples = fgsmExamples
    self.restarts = restarts
    self.attackedExamples = attackedExamples
    self.targetedIterations = targetedIterations
    self.measuresGeometry = measuresGeometry
    self.modernEpsilons = modernEpsilons
    self.attentionGain = attentionGain
  }

  /// Reads a plan; those made before there were transformers have their defaults.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let standard = ConvolutionalPlan()
    fgsmExamples = try values.decode(Int.self, forKey: .fgsmExamples)
    attackedExamples = try values.decode(Int.self, forKey: .attackedExamples)
    restarts = try values.decode(Int.self, forKey: .restarts)
    targetedIterations = try values.decode(Int.self, forKey: .targetedIterations)
    measuresGeometry = try values.decode(Bool.self, forKey: .measuresGeometry)
    modernEpsilons =
      try values.decodeIfPresent([Double].self, forKey: .modernEpsilons)
      ?? standard.modernEpsilons
    attentionGain =
      try values.decodeIfPresent(Double.self, forKey: .attentionGain) ?? standard.attentionGain
  }
}
