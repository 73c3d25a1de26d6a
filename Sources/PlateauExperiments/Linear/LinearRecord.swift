/// What three experiments say on whether kurtotic weights protect linear classifiers, and linearly.
public struct LinearRecord: Codable, Sendable, Hashable {
  /// The version of this record's layout.
  public var version = 1
  /// What was done.
  public var plan: LinearPlan
  /// The number of examples that softmax regressions were trained on.
  public var trainingExamples: Int
  /// The number of test examples that they were measured on.
  public var testExamples: Int
  /// Two Gaussian classes without a box, weights drawn from families of different tails: the same
  /// weights at each epsilon, ascending.
  public var gaussian: [LinearExperiment]
  /// A trained softmax regression, its weights replaced rank by rank by such draws: the same weights
  /// at each epsilon, ascending.
  public var ranked: [LinearExperiment]
  /// Softmax regressions trained with growing sparsity: the same at each epsilon, ascending.
  ///
  /// The first is the one whose weights are replaced in `ranked`.
  public var sparse: [LinearExperiment]
  /// The wall time.
  public var seconds: Double

  /// Creates a record of the present layout.
  public init(
    plan: LinearPlan, trainingExamples: Int, testExamples: Int, gaussian: [LinearExperiment],
    ranked: [LinearExperiment], sparse: [LinearExperiment], seconds: Double
  ) {
    self.plan = plan
    self.trainingExamples = trainingExamples
    self.testExamples = testExamples
    self.gaussian = gaussian
    self.ranked = ranked
    self.sparse = sparse
    self.seconds = seconds
  }
}
