public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// A model of which it is known how robust it is, and so what an evaluation must say about it.
public struct KnownAnswer: Sendable {
  /// What the model is, in a few words.
  public let name: String
  /// The model.
  public let model: any AttackableModel
  /// The same as a network, where it is one.
  public let network: Network<Double>?
  /// Examples to evaluate it on, which no training has seen.
  public let examples: Examples
  /// The examples it was trained on.
  public let training: Examples
  /// What an adversary may do.
  public let threat: ThreatModel
  /// The verdicts that are right: `ROBUST`, `MASKED`, `OVERESTIMATED`, `BROKEN`,
  /// `INCONCLUSIVE` or `PLAUSIBLE`.
  public let verdicts: [String]

  /// Creates an answer from its parts.
  public init(
    name: String, model: any AttackableModel, network: Network<Double>? = nil, examples: Examples,
    training: Examples, threat: ThreatModel, verdicts: [String]
  ) {
    self.name = name
    self.model = model
    self.network = network
    self.examples = examples
    self.training = training
    self.threat = threat
    self.verdicts = verdicts
  }
}
