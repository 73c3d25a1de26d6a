/// The study of certified networks: proofs beside attacks, and whether kurtosis goes with either.
public struct CertificationStudyRecord: Codable, Sendable, Hashable {
  /// The ℓ∞ radius of attacks and bounds, in units of the input.
  public var epsilon: Double
  /// The number of test examples, the first ones, that were attacked and bounded.
  public var examples: Int
  /// The number of these over whose balls units were bounded.
  public var unitExamples: Int
  /// The networks, in the order of the table: by nonlinearity, then by training.
  public var models: [CertifiedModelRecord]
  /// How the kurtosis of weights goes with robustness, over these networks.
  public var relations: [KurtosisRelation]

  /// Creates a record, and computes how kurtosis goes with robustness.
  public init(
    epsilon: Double, examples: Int, unitExamples: Int, models: [CertifiedModelRecord]
  ) {
    self.epsilon = epsilon
    self.examples = examples
    self.unitExamples = unitExamples
    self.models = models
    relations = KurtosisRelation.relations(among: models)
  }
}
