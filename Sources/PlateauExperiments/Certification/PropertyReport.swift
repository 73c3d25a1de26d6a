public import PlateauCertification
public import PlateauFormats

/// What came of verifying a property, as `plateau certify --vnnlib --json` prints it.
public struct PropertyReport: Codable, Sendable, Hashable {
  /// The answer in the words of the competition, which ask for a counterexample.
  public enum Answer: String, Codable, Sendable, Hashable {
    /// There is none: the property holds.
    case unsat
    /// There is one.
    case sat
    /// Neither was found.
    case unknown
  }

  /// The path of the model.
  public var model: String
  /// The path of the property.
  public var property: String
  /// What was drawn for a model that draws at random, of whose mean this is; nil for others.
  public var draws: RandomDraws?
  /// The method.
  public var method: CertificationMethod
  /// The answer.
  public var answer: Answer
  /// Why there is none; nil where there is one.
  public var reason: VerificationAnswer.Reason?
  /// The number of boxes of inputs.
  public var regions: Int
  /// The number of boxes left out because no input is in them; of a property with no other the
  /// answer says nothing of the network.
  public var emptyBoxes: Int
  /// The number of subproblems that were bounded.
  public var subproblems: Int
  /// The time taken.
  public var seconds: Double
}
