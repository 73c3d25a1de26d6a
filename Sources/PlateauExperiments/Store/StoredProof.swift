public import PlateauCertification
public import PlateauRobustness

/// Everything that determines what a search for a proof comes to on an example, apart from the example
/// and, where time ends it, the speed of the machine.
public struct ProofKey: Sendable, Hashable {
  /// The network's fingerprint: 64 hexadecimal digits.
  public var model: String
  /// The fingerprint of the split that the examples are numbered in: 64 hexadecimal digits.
  public var data: String
  /// The method.
  public var method: CertificationMethod
  /// The method's own settings as text, such as `timeout=60 seed=0`.
  public var parameters: String
  /// The ball.
  public var threat: ThreatModel

  /// Creates a key.
  ///
  /// - Precondition: both fingerprints have 64 digits.
  public init(
    model: String, data: String, method: CertificationMethod, parameters: String,
    threat: ThreatModel
  ) {
    precondition(model.utf8.count == 64 && data.utf8.count == 64, "a SHA-256 has 64 digits")
    self.model = model
    self.data = data
    self.method = method
    self.parameters = parameters
    self.threat = threat
  }
}

/// What a search for a proof came to on one example, as it is kept in an evaluation store.
public struct StoredProof: Sendable, Hashable {
  /// The number of the example in its split, from 0.
  public var example: Int
  /// What is known.
  public var answer: CertificationReport.Answer
  /// A proven lower bound of the least margin in the ball; nil where none is known.
  public var margin: Double?
  /// An input of the ball that is not classified as the example, rounded to single precision; nil
  /// unless it is falsified.
  public var input: [Float]?

  /// Creates what is known of an example.
  ///
  /// - Precondition: the number is not negative.
  public init(
    example: Int, answer: CertificationReport.Answer, margin: Double?, input: [Float]? = nil
  ) {
    precondition(example >= 0, "examples count from 0")
    self.example = example
    self.answer = answer
    self.margin = margin
    self.input = input
  }
}
