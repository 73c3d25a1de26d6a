public import PlateauFormats

/// The attacks on one model, as `plateau attack --json` prints them.
public struct AttackReport: Codable, Sendable, Hashable {
  /// The worst case over all attacks.
  public struct WorstCase: Codable, Sendable, Hashable {
    /// The share of examples that withstand every attack.
    public var robustAccuracy: Double

    /// Creates a worst case.
    public init(robustAccuracy: Double) {
      self.robustAccuracy = robustAccuracy
    }
  }

  /// The path of the model.
  public var model: String
  /// The name of the dataset.
  public var data: String
  /// What was drawn for a model that draws at random, of whose mean this is; nil for others.
  public var draws: RandomDraws?
  /// How a model answered that only answers queries; nil for models with gradients.
  public var queries: QueryAccess?
  /// The range of every input value: its lower and upper end; nil in reports of versions that knew
  /// only 0 and 1.
  public var bounds: [Double]?
  /// The number of examples attacked.
  public var examples: Int
  /// The share of them classified correctly without perturbation.
  public var cleanAccuracy: Double
  /// The examples whose label has the largest logit together with another class, which are errors;
  /// nil in reports of versions that did not count them.
  public var ties: Int?
  /// The errors with a logit that is infinite or no number; nil in reports of versions that did not
  /// count them.
  public var notFinite: Int?
  /// One record for each attack.
  public var attacks: [AttackRecord]
  /// Per example over all attacks.
  public var worstCase: WorstCase

  /// Creates a report of attacks on the same examples.
  public init(
    model: String, data: String, bounds: [Double]? = nil, examples: Int, cleanAccuracy: Double,
    attacks: [AttackRecord], worstCase: WorstCase
  ) {
    self.model = model
    self.data = data
    self.bounds = bounds
    self.examples = examples
    self.cleanAccuracy = cleanAccuracy
    self.attacks = attacks
    self.worstCase = worstCase
  }
}
