import PlateauNumerics

/// How the learning rate changes during training: a linear rise at first, then a fall.
public struct RateSchedule: Sendable, Hashable {
  /// How the rate falls.
  public enum Decay: Sendable, Hashable {
    /// By a factor in (0, 1] after each of some epochs, whose numbers ascend.
    case drops(factor: Double, epochs: [Int])
    /// In every step, along half a wave of the cosine from the end of the warmup to that of the
    /// last epoch.
    ///
    /// Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
    /// 2017, equation 5, with one period and a smallest rate of 0.
    case cosine
  }

  /// How the rate falls.
  public let decay: Decay
  /// The number of epochs in which it rises, by the same amount in each step; 0 starts with all.
  ///
  /// Source: P. Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017,
  /// section 2.2, gradual warmup.
  public let warmup: Int

  /// The rate of the optimizer throughout.
  public static let constant = RateSchedule(unchecked: .drops(factor: 1, epochs: []), warmup: 0)

  /// Creates a schedule of drops.
  ///
  /// - Throws: `TrainingError` where the factor is not in (0, 1], the epochs do not ascend from 1
  ///   or later, or the warmup is negative.
  public init(factor: Double, epochs: [Int], warmup: Int = 0) throws(TrainingError) {
    guard factor > 0 && factor <= 1 else {
      throw TrainingError(
        .invalid,
        "The factor of the learning rate's drops is \(factor); it must be above 0 and at most 1.")
    }
    guard epochs.first ?? 1 >= 1, zip(epochs, epochs.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw TrainingError(
        .invalid,
        "The learning rate drops after the epochs \(epochs); they must ascend, from 1 or later.")
    }
    try self.init(.drops(factor: factor, epochs: epochs), warmup: warmup)
  }

  /// Creates a schedule of cosine decay.
  ///
  /// - Parameter warmup: The number of epochs in which the rate rises before.
  /// - Returns: The schedule.
  /// - Throws: `TrainingError` where the warmup is negative.
  public static func cosine(warmup: Int = 0) throws(TrainingError) -> RateSchedule {
    try RateSchedule(.cosine, warmup: warmup)
  }

  private init(_ decay: Decay, warmup: Int) throws(TrainingError) {
    guard warmup >= 0 else {
      throw TrainingError(
        .invalid, "The warmup of the learning rate is \(warmup) epochs; it must be 0 or more.")
    }
    self.init(unchecked: decay, warmup: warmup)
  }

  private init(unchecked decay: Decay, warmup: Int) {
    self.decay = decay
    self.warmup = warmup
  }
}

// MARK: - The rate over time

extension RateSchedule {
  /// The factor on the rate once some steps are done, for the step that comes next.
  ///
  /// In step *s* of the *w* steps of the warmup, counted from 1, the factor is *s* / *w* times what
  /// the drops leave.
  ///
  /// - Parameters:
  ///   - done: The number of optimizer steps done, below that of all epochs.
  ///   - stepsPerEpoch: The number of steps in an epoch.
  ///   - epochs: The number of epochs, more than the warmup.
  /// - Returns: A factor in (0, 1], within some units of 2⁻⁵³, the same on every machine.
  /// - Complexity: O(*drops*)
  public func scale(step done: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    let rise = warmup * stepsPerEpoch
    let ramp = done < rise ? Double(done + 1) / Double(rise) : 1
    switch decay {
    case .drops(let factor, let drops):
      return drops.reduce(ramp) { $1 * stepsPerEpoch <= done ? $0 * factor : $0 }
    case .cosine:
      guard done > rise else { return ramp }
      let part = Double(done - rise) / Double(epochs * stepsPerEpoch - rise)
      return (1 + Elementary.cos(.pi * part)) / 2
    }
  }

  /// Checks that the rise ends before the training does.
  func validate(epochs: Int) throws(TrainingError) {
    guard warmup < epochs else {
      throw TrainingError(
        .invalid,
        "The warmup of the learning rate takes \(warmup) epochs of \(epochs). Make it shorter, or "
          + "train longer.")
    }
  }
}
