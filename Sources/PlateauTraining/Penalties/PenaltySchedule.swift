/// How the weight λ of the saturation penalty rises during training.
///
/// λ(t) = min(maximum, minimum + step · max(0, t − warmup)), with t counted from 0 in optimizer
/// steps or in epochs. Raised slowly it costs about two points of clean accuracy; raised a hundred
/// times faster it ruins the network.
///
/// Source: A. Nayebi and S. Ganguli, "Biologically inspired protection of deep networks from
/// adversarial attacks", 2017, names an annealing schedule; this form of it is ours.
public struct PenaltySchedule: Sendable, Hashable {
  /// What the time t counts.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// Updates of the parameters.
    case steps
    /// Passes over the training examples.
    case epochs
  }

  /// The value at the start.
  public let minimum: Double
  /// The value that is never exceeded.
  public let maximum: Double
  /// The rise in each unit of time.
  public let step: Double
  /// The time before the rise begins.
  public let warmup: Int
  /// What the time counts.
  public let unit: Unit

  /// Creates a schedule.
  ///
  /// - Throws: `TrainingError` that names a number which is negative or not finite, or a maximum
  ///   below the minimum.
  public init(
    minimum: Double = 0, maximum: Double, step: Double, warmup: Int = 0, unit: Unit = .steps
  ) throws(TrainingError) {
    for (key, value) in [("minimum", minimum), ("maximum", maximum), ("step", step)] {
      guard value >= 0 && value.isFinite else {
        throw TrainingError(
          .invalid, "The \(key) of the penalty weight λ is \(value); it must be 0 or more.")
      }
    }
    guard maximum >= minimum else {
      throw TrainingError(
        .invalid,
        "The maximum of the penalty weight λ is \(maximum), below its minimum \(minimum). "
          + "Exchange them.")
    }
    guard warmup >= 0 else {
      throw TrainingError(
        .invalid, "The warmup of the penalty weight λ is \(warmup); it must be 0 or more.")
    }
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
    self.warmup = warmup
    self.unit = unit
  }

  /// The weight λ at a time.
  ///
  /// - Parameters:
  ///   - done: The number of optimizer steps done.
  ///   - epoch: The number of epochs done.
  /// - Returns: λ for the step that comes next.
  public func weight(step done: Int, epoch: Int) -> Double {
    let time = unit == .steps ? done : epoch
    return min(maximum, minimum + step * Double(max(0, time - warmup)))
  }
}
