import PlateauNetworks

/// Training on what interval bounds allow over ℓ∞ balls around the examples, clipped to [0, 1].
///
/// The loss of a step is the mean over the batch of
///
///   κ·CE(z) + (1 − κ)·CE(ẑ) + λ·Σ max φ_c + ω·regularizers,
///
/// z the logits, ẑ the worst logits that the bounds allow, and max φ_c the largest complementary
/// function on the interval of each hidden unit. The radius of the balls rises from 0 to
/// ``trainingEpsilon`` in a warmup; κ falls from 1, and ω from ``regularization`` to 0, in proportion.
/// Bounds are rounded to nearest, so accuracies by them are no proofs.
///
/// Source: S. Gowal et al., "On the Effectiveness of Interval Bound Propagation for Training
/// Verifiably Robust Models", 2018, section 3, for κ and the radius; Z. Shi et al., "Fast Certified
/// Robust Training with Short Warmup", 2021, section 3.3, for the regularizers. The penalty on the
/// worst point of each unit is ours.
public struct CertifiedTraining: Sendable, Hashable {
  /// Which bounds the loss has.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// The cross-entropy of the worst logits.
    case interval
    /// The certified saturation penalty.
    case saturation
    /// Both.
    case both
  }

  /// Which bounds the loss has.
  public let method: Method
  /// The radius at which accuracies by bounds are measured.
  public let epsilon: Double
  /// The radius of the balls after the warmup.
  public let trainingEpsilon: Double
  /// The epochs at radius 0 before the warmup.
  public let start: Int
  /// The epochs in which the radius rises, by the same amount in each step; 0 starts with all.
  public let warmup: Int
  /// The weight κ of the clean cross-entropy after the warmup, in [0, 1]; 1 under `saturation`.
  public let kappa: Double
  /// The weight ω of the regularizers at the start of the warmup; 0 under `saturation`.
  public let regularization: Double
  /// The certified saturation penalty; nil under `interval`.
  public let penalty: SaturationPenalty?

  /// Creates a way of certified training.
  ///
  /// - Parameters:
  ///   - method: Which bounds the loss has.
  ///   - epsilon: The radius at which accuracies are measured.
  ///   - trainingEpsilon: The radius of training; by default the same.
  ///   - start: The epochs at radius 0.
  ///   - warmup: The epochs in which the radius rises.
  ///   - kappa: The weight of the clean cross-entropy at the end; by default ½.
  ///   - regularization: The weight of the regularizers at the start; by default ½.
  ///   - penalty: The certified saturation penalty.
  /// - Throws: `TrainingError` that names a number outside its range, or what the method needs or has
  ///   no use for.
  public init(
    method: Method = .interval, epsilon: Double, trainingEpsilon: Double? = nil, start: Int = 0,
    warmup: Int = 0, kappa: Double? = nil, regularization: Double? = nil,
    penalty: SaturationPenalty? = nil
  ) throws(TrainingError) {
    let radius = trainingEpsilon ?? epsilon
    let isInterval = method != .saturation
    try Self.check(
      method, kappa: kappa, regularization: regularization, hasPenalty: penalty != nil)
    let share = kappa ?? (isInterval ? 0.5 : 1)
    let weight = regularization ?? (isInterval ? 0.5 : 0)
    try Self.require(0...1, "epsilon", epsilon)
    try Self.require(0...1, "trainingEpsilon", radius)
    try Self.require(0...1, "kappa", share)
    try Self.require(0...1e6, "regularization", weight)
    for (key, value) in [("start", start), ("warmup", warmup)] where value < 0 {
      throw TrainingError(
        .invalid, "The \(key) of certified training is \(value) epochs; it must be 0 or more.")
    }
    self.method = method
    self.epsilon = epsilon
    self.trainingEpsilon = radius
    self.start = start
    self.warmup = warmup
    self.kappa = share
    self.regularization = weight
    self.penalty = penalty
  }

  private static func check(
    _ method: Method, kappa: Double?, regularization: Double?, hasPenalty: Bool
  ) throws(TrainingError) {
    guard hasPenalty == (method != .interval) else {
      throw TrainingError(
        .invalid,
        hasPenalty
          ? "Certified training by 'interval' has no penalty, but one was given. Leave it out, or "
            + "choose 'both'."
          : "Certified training by '\(method.rawValue)' needs a penalty, but none was given. Give "
            + "its maximum and step, or choose 'interval'.")
    }
    guard method == .saturation else { return }
    if let kappa, kappa != 1 {
      throw TrainingError(
        .invalid,
        "The kappa of certified training by 'saturation' is \(kappa), but there is no other loss "
          + "than the clean one. Leave it out, or choose 'both'.")
    }
    if let regularization, regularization != 0 {
      throw TrainingError(
        .invalid,
        "The regularization of certified training by 'saturation' is \(regularization); it is of "
          + "use for interval bounds only. Leave it out, or choose 'both'.")
    }
  }

  private static func require(
    _ range: ClosedRange<Double>, _ key: String, _ value: Double
  ) throws(TrainingError) {
    guard !range.contains(value) else { return }
    throw TrainingError(
      .invalid,
      "The \(key) of certified training is \(value); it must be from \(range.lowerBound) to "
        + "\(range.upperBound).")
  }
}
