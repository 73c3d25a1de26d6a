/// What a full reproduction does with convolutional networks, besides training and FGSM, which are
/// the same for all.
///
/// A gradient of one of them costs about a hundred times that of a perceptron: iterative attacks
/// meet fewer examples and take fewer steps.
public struct ConvolutionalPlan: Codable, Sendable, Hashable {
  /// The number of test examples, from the first, that PGD and interval bounds meet, and on which
  /// activities are measured.
  public var attackedExamples: Int
  /// The most steps of targeted attacks, and of each minimization of L-BFGS.
  public var targetedIterations: Int
  /// Whether dissimilarities, Jacobians and paths are measured.
  public var measuresGeometry: Bool

  /// Creates a plan: by default one that, with training, takes below an hour and a half on two cores
  /// for six networks on MNIST.
  ///
  /// - Parameters:
  ///   - attackedExamples: The examples under PGD, at least 1.
  ///   - targetedIterations: The steps of targeted attacks, at least 1.
  ///   - measuresGeometry: Whether to measure the geometry: Jacobians of layers of 25,000 units.
  public init(
    attackedExamples: Int = 200, targetedIterations: Int = 100, measuresGeometry: Bool = false
  ) {
    precondition(attackedExamples >= 1 && targetedIterations >= 1, "something is attacked")
    self.attackedExamples = attackedExamples
    self.targetedIterations = targetedIterations
    self.measuresGeometry = measuresGeometry
  }
}
