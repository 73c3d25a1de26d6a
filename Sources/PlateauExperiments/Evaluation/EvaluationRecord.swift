public import PlateauFormats

/// How well a network classifies, as `plateau evaluate --json` prints it.
public struct EvaluationRecord: Codable, Sendable, Hashable {
  /// The accuracy on the examples of one class.
  public struct ClassRecord: Codable, Sendable, Hashable {
    /// The class.
    public var label: Int
    /// The number of its examples.
    public var examples: Int
    /// The share classified correctly; nil without examples.
    public var accuracy: Double?
  }

  /// The examples whose largest probability lies in one tenth of 0...1.
  public struct CalibrationBin: Codable, Sendable, Hashable {
    /// The lower end of the tenth.
    public var lower: Double
    /// The upper end of the tenth.
    public var upper: Double
    /// The number of examples.
    public var examples: Int
    /// The mean of their largest probability; nil without examples.
    public var confidence: Double?
    /// The share classified correctly; nil without examples.
    public var accuracy: Double?
  }

  /// The path of the model.
  public var model: String
  /// The name of the dataset.
  public var data: String
  /// What was drawn for a model that draws at random, of whose mean this is; nil for others.
  public var draws: RandomDraws?
  /// The number of examples.
  public var examples: Int
  /// The share classified correctly: the label has a larger logit than all other classes.
  public var accuracy: Double
  /// The examples whose label has the largest logit together with another class, which are errors;
  /// nil in records of versions that did not count them.
  public var ties: Int?
  /// The errors with a logit that is infinite or no number; nil in records of versions that did not
  /// count them.
  public var notFinite: Int?
  /// The mean cross-entropy, in nats, of the examples for which it is finite.
  public var crossEntropy: Double
  /// One record for each class.
  public var classes: [ClassRecord]
  /// The number of examples of each true class (row) given each class (column), of equal logits the
  /// first.
  public var confusion: [[Int]]
  /// Σ over bins of share · |accuracy − confidence|.
  ///
  /// Source: M. Naeini, G. Cooper and M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using
  /// Bayesian Binning", 2015, section 2.
  public var expectedCalibrationError: Double
  /// Ten bins of the largest probability, of the examples whose cross-entropy is finite.
  public var calibration: [CalibrationBin]
}
