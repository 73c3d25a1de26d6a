/// A piece of work that is timed, under the name that the peers' script gives it.
public enum Workload: String, Sendable, CaseIterable {
  /// One epoch of 784-200-200-10.
  case trainMLP = "train-mlp"
  /// One epoch of 784-1200-1200-10.
  case trainMLP1200 = "train-mlp1200"
  /// Every example runs every step.
  case pgdMLP = "pgd-mlp"
  /// Examples leave once the model is fooled, as the library does by default.
  case pgdMLPEarly = "pgd-mlp-early"
  /// Ninety targeted problems of L-BFGS.
  case lbfgs
  /// The standard suite on a thousand images.
  case autoAttack = "autoattack"
  /// Interval bounds of the test set's margins.
  case intervalMLP = "interval-mlp"
  /// CROWN bounds of two hundred images.
  case crownMLP = "crown-mlp"
  /// Jacobians of the logits and their singular values along a path, as a usual framework rounds.
  case jacobian
  /// The same with exponents for every row, so that nothing underflows.
  case jacobianStable = "jacobian-stable"
  /// The matrix products of one epoch of 784-1200-1200-10 and nothing else.
  case productsMLP1200 = "products-mlp1200"
  /// One epoch of a convolutional network.
  case trainCNN = "train-cnn"
  /// PGD on a convolutional network, every example every step.
  case pgdCNN = "pgd-cnn"
  /// The larger of its convolutions and nothing else.
  case convolve
  /// The product that this convolution is.
  case productConvolve = "product-convolve"

  /// What is done, in a line.
  public var summary: String {
    switch self {
    case .trainMLP:
      "784-200-200-10 sigmoid, saturation penalty, RMSProp, batch 128, 50,000 examples, one epoch"
    case .trainMLP1200: "784-1200-1200-10, same"
    case .pgdMLP: "PGD 40 steps, 10,000 images, MLP 200, every example every step"
    case .pgdMLPEarly: "same, examples leave once the model is fooled"
    case .lbfgs: "targeted L-BFGS, 0.01*|r|^2 + cross-entropy, up to 1000 iterations, 90 pairs"
    case .autoAttack: "standard suite, published budgets, 1000 images, MLP 200"
    case .intervalMLP: "interval bounds of margins, l_inf 0.02, 10,000 images, MLP 200"
    case .crownMLP: "CROWN bounds of margins and hidden units, l_inf 0.02, 200 images, MLP 200"
    case .jacobian: "10x784 Jacobians and singular values at 1,000 points, MLP 200"
    case .jacobianStable: "same, stable rule"
    case .productsMLP1200: "the products of one epoch of train-mlp1200, two threads"
    case .trainCNN: "CNN 32-64-128 ReLU, penalty, RMSProp, batch 128, 10,000 examples, one epoch"
    case .pgdCNN: "PGD 40 steps, 500 images, that CNN after one epoch, every example every step"
    case .convolve: "5x5 convolution, 32 to 64 channels, 14x14 pixels, 2000 images, one thread"
    case .productConvolve: "the product of that convolution, one thread"
    }
  }

  /// Whether a trained network is attacked or analyzed.
  public var needsNetwork: Bool {
    switch self {
    case .pgdMLP, .pgdMLPEarly, .lbfgs, .autoAttack, .intervalMLP, .crownMLP, .jacobian,
      .jacobianStable:
      true
    case .trainMLP, .trainMLP1200, .productsMLP1200, .trainCNN, .pgdCNN, .convolve,
      .productConvolve:
      false
    }
  }
}
