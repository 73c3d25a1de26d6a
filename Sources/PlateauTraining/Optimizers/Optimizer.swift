/// The rule by which a gradient changes the parameters.
///
/// The gradient g of a weight, not of a bias, has weightDecay·θ added to it first: that of
/// ½·weightDecay·θ² in the loss. A weight decay of 0, the default, adds nothing. Every number is
/// rounded to the precision of the training. A moment below its least normal number becomes 0: where a
/// gradient stays away, moments would decay among subnormal numbers, over which processors take long,
/// and a step adds less than one can see of them to the stabilizer.
///
/// Source of the decay: A. Krogh and J. Hertz, "A Simple Weight Decay Can Improve Generalization",
/// 1992, equation 1; as PyTorch's optimizers take it, not decoupled.
public enum Optimizer: Sendable, Hashable {
  /// v ← momentum·v + g; θ ← θ − rate·v.
  case sgd(rate: Double, momentum: Double = 0, weightDecay: Double = 0)
  /// s ← decay·s + (1 − decay)·g²; θ ← θ − rate·g / (√s + stabilizer).
  ///
  /// Source: G. Hinton, "Neural Networks for Machine Learning", 2012, lecture 6e.
  case rmsprop(
    rate: Double = 1e-3, decay: Double = 0.99, stabilizer: Double = 1e-8, weightDecay: Double = 0)
  /// Running means of g and g², corrected for their start at zero.
  ///
  /// Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
  case adam(
    rate: Double = 1e-3, decay1: Double = 0.9, decay2: Double = 0.999, stabilizer: Double = 1e-8,
    weightDecay: Double = 0)

  /// The learning rate.
  public var rate: Double {
    switch self {
    case .sgd(let rate, _, _), .rmsprop(let rate, _, _, _), .adam(let rate, _, _, _, _): rate
    }
  }

  /// What of each weight is added to its gradient.
  public var weightDecay: Double {
    switch self {
    case .sgd(_, _, let decay), .rmsprop(_, _, _, let decay), .adam(_, _, _, _, let decay): decay
    }
  }

  /// The word for the rule in configurations and records.
  public var name: String {
    switch self {
    case .sgd: "sgd"
    case .rmsprop: "rmsprop"
    case .adam: "adam"
    }
  }

  /// The number of values that the rule keeps for each parameter.
  public var momentCount: Int {
    switch self {
    case .sgd, .rmsprop: 1
    case .adam: 2
    }
  }

  /// Checks that every number lies in its range.
  ///
  /// - Throws: `TrainingError` that names the number, its value and its range.
  public func validate() throws(TrainingError) {
    try require(rate > 0 && rate.isFinite, "rate", rate, "positive and finite")
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "weight decay", weightDecay, "0 or more and finite")
    switch self {
    case .sgd(_, let momentum, _):
      try require((0..<1).contains(momentum), "momentum", momentum, "in [0, 1)")
    case .rmsprop(_, let decay, let stabilizer, _):
      try require((0..<1).contains(decay), "decay", decay, "in [0, 1)")
      try require(stabilizer > 0 && stabilizer.isFinite, "stabilizer", stabilizer, "positive")
    case .adam(_, let decay1, let decay2, let stabilizer, _):
      try require((0..<1).contains(decay1), "decay1", decay1, "in [0, 1)")
      try require((0..<1).contains(decay2), "decay2", decay2, "in [0, 1)")
      try require(stabilizer > 0 && stabilizer.isFinite, "stabilizer", stabilizer, "positive")
    }
  }

  private func require(
    _ holds: Bool, _ key: String, _ value: Double, _ range: String
  ) throws(TrainingError) {
    guard !holds else { return }
    throw TrainingError(
      .invalid, "The \(key) of optimizer \(name) is \(value); it must be \(range).")
  }
}
