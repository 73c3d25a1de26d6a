/// What of a network's geometry is measured, and at how many examples.
public struct AnalysisPlan: Sendable, Hashable {
  /// Two classes, between whose examples a path goes.
  public struct Pair: Sendable, Hashable {
    /// The class where it begins.
    public let source: Int
    /// The class where it ends.
    public let target: Int

    /// Creates a pair.
    public init(from source: Int, to target: Int) {
      self.source = source
      self.target = target
    }
  }

  /// The examples, the first ones, at which Jacobians are computed.
  public var jacobianExamples: Int
  /// The stimuli, the first examples, of the dissimilarity matrices.
  public var stimuli: Int
  /// The paths.
  public var pairs: [Pair]
  /// The points of each path, both ends included.
  public var points: Int
  /// The random probes of each example by which the participation of a wide layer's Jacobian is
  /// estimated, at least 3.
  public var probes = 32
  /// The seed of these probes.
  public var seed: UInt64 = 0
  /// The most signals that the Jacobian of a hidden layer may have to be made.
  ///
  /// They are those of one example, in all stages on the way back to the input. Of wider layers
  /// participation is estimated; the Jacobian of the logits is always made.
  public var largestJacobian = 1 << 23
  /// The most activities of a layer that are in memory at once, for dissimilarities and dimensions.
  public var largestActivities = 1 << 25

  /// Plans an analysis.
  ///
  /// - Parameters:
  ///   - pairs: The paths.
  ///   - jacobianExamples: The examples at which Jacobians are computed.
  ///   - stimuli: The stimuli of the dissimilarity matrices.
  ///   - points: The points of each path, at least 2.
  public init(
    pairs: [Pair], jacobianExamples: Int = 100, stimuli: Int = 500, points: Int = 101
  ) {
    precondition(points >= 2, "a path has two ends")
    self.pairs = pairs
    self.jacobianExamples = jacobianExamples
    self.stimuli = stimuli
    self.points = points
  }

  /// The plan for a number of classes: of ten, the pairs of digits that the paper shows, else from
  /// each of the first four classes to the next.
  ///
  /// Source: A. Nayebi and S. Ganguli, "Biologically inspired protection of deep networks from
  /// adversarial attacks", 2017, figure 4.
  public init(classes: Int) {
    let pairs =
      classes == 10
      ? [(1, 7), (3, 7), (6, 9), (0, 6)]
      : (0..<min(4, classes)).map { ($0, ($0 + 1) % classes) }
    self.init(pairs: pairs.map { Pair(from: $0.0, to: $0.1) })
  }
}
