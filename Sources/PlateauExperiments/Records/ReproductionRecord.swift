/// Everything that a reproduction measured.
public struct ReproductionRecord: Codable, Sendable, Hashable {
  /// The version of this record's layout.
  public var version = 2
  /// What it ran on.
  public var environment: RunEnvironment
  /// Whether it is the quick variant: shorter training and fewer examples under attack.
  public var isQuick: Bool
  /// What was done with convolutional networks; nil in a reproduction without them.
  public var convolutional: ConvolutionalPlan?
  /// The seed of everything random.
  public var seed: UInt64
  /// The number of examples that networks were trained on.
  public var trainingExamples: Int
  /// The number of test examples.
  public var testExamples: Int
  /// The networks, in the order of the first table.
  public var models: [ModelRecord]
  /// The networks of further seeds; empty where there is one seed.
  public var repetitions: [SeedRecord]
  /// The geometry of the networks that are compared, as trained: Figures 3, 4 and 7.
  public var geometry: [GeometryRecord]
  /// The targeted attacks, network by network: Table 2.
  public var targeted: [TargetedRecord]
  /// The images that L-BFGS made: Figure 5.
  public var panels: [TargetedPanel]
  /// The experiments on linear classifiers: Figure 6; nil where they were not made.
  public var linear: LinearRecord?
  /// The study of certified networks; nil where it was not made.
  public var certification: CertificationStudyRecord?
  /// The depthwise networks and transformers of a full reproduction; nil where they were not measured.
  public var modern: [ModelRecord]?
  /// The claims, in the order of the abstract.
  public var claims: [ClaimRecord]
  /// The wall time of training, attacks and statistics.
  public var seconds: Double

  /// Whether it has the convolutional networks as well.
  public var isFull: Bool { convolutional != nil }

  /// Creates a record of the present layout.
  public init(
    environment: RunEnvironment, isQuick: Bool, convolutional: ConvolutionalPlan? = nil,
    seed: UInt64, trainingExamples: Int, testExamples: Int, models: [ModelRecord],
    repetitions: [SeedRecord] = [],
    geometry: [GeometryRecord] = [], targeted: [TargetedRecord] = [],
    panels: [TargetedPanel] = [], linear: LinearRecord? = nil,
    certification: CertificationStudyRecord? = nil, modern: [ModelRecord]? = nil,
    claims: [ClaimRecord], seconds: Double
  ) {
    self.environment = environment
    self.isQuick = isQuick
    self.convolutional = convolutional
    self.seed = seed
    self.trainingExamples = trainingExamples
    self.testExamples = testExamples
    self.models = models
    self.repetitions = repetitions
    self.geometry = geometry
    self.targeted = targeted
    self.panels = panels
    self.linear = linear
    self.certification = certification
    self.modern = modern
    self.claims = claims
    self.seconds = seconds
  }
}

/// The networks of one seed.
public struct SeedRecord: Codable, Sendable, Hashable {
  /// The seed of everything random.
  public var seed: UInt64
  /// The networks, in the order of the first table.
  public var models: [ModelRecord]

  /// Creates a record.
  public init(seed: UInt64, models: [ModelRecord]) {
    self.seed = seed
    self.models = models
  }
}
