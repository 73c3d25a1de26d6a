/// The rule by which a gradient changes the parameters.
///
/// Every number is rounded to the precision of the training.
public enum Optimizer: Sendable, Hashable {
  /// v ← momentum·v + g; θ ← θ − rate·v.
  case sgd(rate: Double, momentum: Double = 0)
  /// s ← decay·s + (1 − decay)·g²; θ ← θ − rate·g / (√s + stabilizer).
  ///
  /// Source: G. Hinton, "Neural Networks for Machine Learning", 2012, lecture 6e.
  case rmsprop(rate: Double = 1e-3, decay: Double = 0.99, stabilizer: Double = 1e-8)
  /// Running means of g and g², corrected for their start at zero.
  ///
  /// Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
  case adam(
    rate: Double = 1e-3, decay1: Double = 0.9, decay2: Double = 0.999, stabilizer: Double = 1e-8)

  /// The learning rate.
  public var rate: Double {
    switch self {
    case .sgd(let rate, _), .rmsprop(let rate, _, _), .adam(let rate, _, _, _): rate
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
    switch self {
    case .sgd(_, let momentum):
      try require((0..<1).contains(momentum), "momentum", momentum, "in [0, 1)")
    case .rmsprop(_, let decay, let stabilizer):
      try require((0..<1).contains(decay), "decay", decay, "in [0, 1)")
      try require(stabilizer > 0 && stabilizer.isFinite, "stabilizer", stabilizer, "positive")
    case .adam(_, let decay1, let decay2, let stabilizer):
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
