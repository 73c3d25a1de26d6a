public import PlateauNumerics

/// What one targeted attack came to on one network, over all pairs of a source and a target.
public struct TargetedRecord: Codable, Sendable, Hashable {
  /// A source and the class that it was to be given.
  public struct Pair: Codable, Sendable, Hashable {
    /// The class of the source.
    public var source: Int
    /// The class aimed at.
    public var target: Int

    /// Creates a pair.
    public init(source: Int, target: Int) {
      self.source = source
      self.target = target
    }
  }

  /// The name of the network.
  public var model: String
  /// The factor by which weights and biases of all hidden layers were multiplied after training.
  public var gain: Double
  /// The word for the attack: `gradient-descent`, `gradient-sign` or `lbfgs`.
  public var attack: String
  /// `naive`, `stable` or `surrogate`.
  public var gradient: String
  /// The softnesses tried with `surrogate`, in order, after the exact gradient; nil otherwise.
  public var softness: [Double]?
  /// The precision of the search.
  public var precision: Precision
  /// The most steps of the attack, or of each minimization of L-BFGS.
  public var iterations: Int
  /// The images from which it set out, by class.
  public var sources: [TargetedSource]
  /// The number of pairs.
  public var pairs: Int
  /// The pairs whose target was reached.
  public var successes: Int
  /// The pairs whose target was not reached, by source and target.
  public var failures: [Pair]
  /// The mean ℓ2 size of the successes, in units of the input; nil without any.
  public var meanDistortion: Double?
  /// The pairs at which the gradient was exactly zero at the source.
  public var zeroGradients: Int
  /// The outputs on which Float and Double disagree.
  public var precisionDependent: Int
  /// The evaluations of the network or its gradient, over all pairs.
  public var queries: Int
  /// The wall time.
  public var seconds: Double

  /// The share of pairs whose target was reached; 0 without pairs.
  public var successRate: Double { pairs == 0 ? 0 : Double(successes) / Double(pairs) }
}
