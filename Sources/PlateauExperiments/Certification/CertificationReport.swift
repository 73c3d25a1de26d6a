public import PlateauCertification
public import PlateauFormats
public import PlateauRobustness

/// What came of certifying examples, as `plateau certify --json` prints it.
public struct CertificationReport: Codable, Sendable, Hashable {
  /// What is known of an example.
  public enum Answer: String, Codable, Sendable, Hashable {
    /// The true class wins strictly everywhere in the ball.
    case certified
    /// There is an input in the ball where it does not.
    case falsified
    /// Neither was found.
    case undecided
  }

  /// One example.
  public struct Outcome: Codable, Sendable, Hashable {
    /// The index of the example among those that were certified.
    public var index: Int
    /// Its true class.
    public var label: Int
    /// What is known.
    public var answer: Answer
    /// A lower bound of the least margin z_y − z_k in the ball; nil where none is known.
    public var margin: Double?
    /// The margin at the input that falsifies, in double precision; nil without one, or where it
    /// overflows.
    public var falsifiedMargin: Double?
    /// The number of subproblems of branch and bound, or 0.
    public var subproblems: Int
  }

  /// The path of the model.
  public var model: String
  /// The name of the dataset.
  public var data: String
  /// What was drawn for a model that draws at random, of whose mean this is; nil for others.
  public var draws: RandomDraws?
  /// The method.
  public var method: CertificationMethod
  /// The norm of the ball.
  public var norm: Norm
  /// Its radius.
  public var epsilon: Double
  /// The number of examples.
  public var examples: Int
  /// The share classified correctly without a perturbation.
  public var cleanAccuracy: Double
  /// The examples whose label has the largest logit together with another class, which are errors;
  /// nil in records of versions that did not count them.
  public var ties: Int?
  /// The errors with a logit that is infinite or no number; nil in records of versions that did not
  /// count them.
  public var notFinite: Int?
  /// The number of examples certified.
  public var certified: Int
  /// The number of examples falsified, those that are misclassified among them.
  public var falsified: Int
  /// The number of all others.
  public var undecided: Int
  /// The share certified.
  public var certifiedAccuracy: Double
  /// The time taken.
  public var seconds: Double
  /// Every example.
  public var outcomes: [Outcome]
}
