/// Everything that a reproduction measured.
public struct ReproductionRecord: Codable, Sendable, Hashable {
  /// The version of this record's layout.
  public var version = 1
  /// What it ran on.
  public var environment: RunEnvironment
  /// Whether it is the quick variant: shorter training and fewer examples under attack.
  public var isQuick: Bool
  /// The seed of everything random.
  public var seed: UInt64
  /// The number of examples that networks were trained on.
  public var trainingExamples: Int
  /// The number of test examples.
  public var testExamples: Int
  /// The networks, in the order of the first table.
  public var models: [ModelRecord]
  /// The claims, in the order of the abstract.
  public var claims: [ClaimRecord]
  /// The wall time of training, attacks and statistics.
  public var seconds: Double

  /// Creates a record of the present layout.
  public init(
    environment: RunEnvironment, isQuick: Bool, seed: UInt64, trainingExamples: Int,
    testExamples: Int, models: [ModelRecord], claims: [ClaimRecord], seconds: Double
  ) {
    self.environment = environment
    self.isQuick = isQuick
    self.seed = seed
    self.trainingExamples = trainingExamples
    self.testExamples = testExamples
    self.models = models
    self.claims = claims
    self.seconds = seconds
  }
}
