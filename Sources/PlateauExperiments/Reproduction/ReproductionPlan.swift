/// Everything that determines a reproduction besides the data.
public struct ReproductionPlan: Codable, Sendable, Hashable {
  /// The version of this layout and of what is measured.
  public var version = 2
  /// Whether networks train shortly and few examples are attacked.
  public var isQuick: Bool
  /// The first seed of everything random.
  public var seed: UInt64
  /// The number of seeds: networks are trained and attacked anew for each, from `seed` on.
  public var seeds: Int
  /// The ℓ∞ sizes of perturbations, ascending.
  public var epsilons: [Double]
  /// The number of test examples, from the first, that iterative attacks on perceptrons meet.
  public var attackedExamples: Int
  /// The factor on the hidden weights and biases of sigmoid networks, in the rows that show its
  /// effect.
  public var gain: Double
  /// The factor on the last layer of sigmoid networks, in the rows that show its effect.
  public var logitGain: Double

  /// The factors on the hidden weights and biases of the saturating sigmoid network under targeted
  /// attacks, 1 first.
  public var targetedGains: [Double]
  /// The test examples, the first ones, whose responses are compared in dissimilarity matrices.
  public var stimuli: Int
  /// The test examples, the first ones, at which Jacobians are computed.
  public var jacobianExamples: Int
  /// The points of each path between two examples.
  public var pathPoints: Int
  /// What is done with convolutional networks: there in a full reproduction, nil without them.
  public var convolutional: ConvolutionalPlan?

  /// Whether the convolutional networks are trained and attacked as well.
  public var isFull: Bool { convolutional != nil }

  /// Creates the plan of a normal, a quick or a full reproduction.
  ///
  /// The values of epsilon are the classical 0.25 for MNIST, and 0.1 and 0.3. Both gains
  /// were chosen on validation images, that of hidden layers for both kinds of networks
  /// (docs/decisions/0007-hyperparameters.md).
  ///
  /// - Parameters:
  ///   - isQuick: Whether to train shortly and attack few examples.
  ///   - isFull: Whether to train and attack the convolutional networks as well.
  ///   - seed: The first seed.
  ///   - seeds: The number of seeds, at least 1.
  public init(isQuick: Bool = false, isFull: Bool = false, seed: UInt64 = 0, seeds: Int = 1) {
    precondition(seeds >= 1, "there is a seed")
    self.isQuick = isQuick
    self.seed = seed
    self.seeds = seeds
    epsilons = [0.1, 0.25, 0.3]
    attackedExamples = isQuick ? 200 : 1000
    gain = 300
    logitGain = 30
    targetedGains = isQuick ? [1, 30] : [1, 10, 30]
    stimuli = 100
    jacobianExamples = isQuick ? 20 : 100
    pathPoints = isQuick ? 21 : 51
    convolutional = isFull ? ConvolutionalPlan() : nil
  }
}
