/// Everything that determines the experiments on linear classifiers, besides the data.
public struct LinearPlan: Codable, Sendable, Hashable {
  /// The two Gaussian classes of the synthetic experiment, and what is drawn for it.
  public struct Gaussian: Codable, Sendable, Hashable {
    /// The number of dimensions d.
    public var dimensions: Int
    /// The distance m of each class's mean from the boundary, positive.
    public var mean: Double
    /// The standard deviation σ of each coordinate, positive.
    public var deviation: Double
    /// The ℓ∞ sizes of perturbations, ascending.
    public var epsilons: [Double]
    /// The shapes β of the families that weights are drawn from, in 0.1...1000.
    public var shapes: [Double]
    /// The weight vectors drawn for each shape.
    public var draws: Int
  }

  /// What replaces the weights of a trained softmax regression.
  public struct Ranked: Codable, Sendable, Hashable {
    /// The ℓ∞ sizes of perturbations, in units of the input, ascending.
    public var epsilons: [Double]
    /// The shapes β of the families that weights are drawn from, in 0.1...1000.
    public var shapes: [Double]
    /// The weight matrices drawn for each shape.
    public var draws: Int
  }

  /// The softmax regressions that grow sparse.
  public struct Sparse: Codable, Sendable, Hashable {
    /// The ℓ∞ sizes of perturbations, in units of the input, ascending.
    public var epsilons: [Double]
    /// The weights λ of ‖W‖₁ in the loss, positive and ascending; λ = 0 comes before them.
    public var penalties: [Double]
  }

  /// How a softmax regression is trained: plain gradient descent in batches, from weights 0.
  public struct Training: Codable, Sendable, Hashable {
    /// The passes over the training examples.
    public var epochs: Int
    /// The examples in a step.
    public var batchSize: Int
    /// The learning rate.
    public var rate: Double
    /// The training examples used, from the first; nil for all.
    public var examples: Int?
  }

  /// The version of this layout and of what is measured.
  public var version = 1
  /// Whether there are few draws, little training and few test examples.
  public var isQuick: Bool
  /// The seed of everything random.
  public var seed: UInt64
  /// The test examples used, from the first; nil for all.
  public var testExamples: Int?
  /// The synthetic experiment.
  public var gaussian: Gaussian
  /// The experiment that replaces trained weights rank by rank.
  public var ranked: Ranked
  /// The experiment with growing sparsity.
  public var sparse: Sparse
  /// The training of the last two.
  public var training: Training

  /// Creates the plan of the full or the quick experiments.
  ///
  /// Several sizes of perturbation, since what kurtosis is worth depends on it: those at which
  /// robust accuracy falls from near its clean value to a small part of it, up to 0.1 for images.
  /// The penalties end where clean accuracy on MNIST has lost five points.
  public init(isQuick: Bool, seed: UInt64 = 0) {
    self.isQuick = isQuick
    self.seed = seed
    testExamples = isQuick ? 1000 : nil
    let shapes =
      isQuick
      ? [8, 2, 1, 0.7, 0.5] : [8, 4, 2.5, 2, 1.6, 1.3, 1.1, 1, 0.9, 0.8, 0.7, 0.6, 0.5]
    gaussian = Gaussian(
      dimensions: 784, mean: 3, deviation: 1, epsilons: [0.05, 0.1, 0.15], shapes: shapes,
      draws: isQuick ? 2 : 5)
    ranked = Ranked(epsilons: [0.02, 0.05, 0.1], shapes: shapes, draws: isQuick ? 1 : 2)
    sparse = Sparse(
      epsilons: [0.02, 0.05, 0.1],
      penalties: isQuick
        ? [1e-4, 4e-4, 1e-3]
        : [3e-5, 6e-5, 1e-4, 1.5e-4, 2e-4, 3e-4, 4e-4, 5.5e-4, 7e-4, 1e-3])
    training = Training(
      epochs: isQuick ? 5 : 10, batchSize: 128, rate: 0.1, examples: isQuick ? 10_000 : nil)
  }
}
