/// How the learning rate falls during training: by a factor after some epochs.
public struct RateSchedule: Sendable, Hashable {
  /// What the rate is multiplied by at each drop, in (0, 1].
  public let factor: Double
  /// The numbers of the epochs after which it drops, ascending.
  public let epochs: [Int]

  /// The rate of the optimizer throughout.
  public static let constant = RateSchedule(unchecked: 1, epochs: [])

  /// Creates a schedule.
  ///
  /// - Throws: `TrainingError` where the factor is not in (0, 1], or the epochs do not ascend from
  ///   1 or later.
  public init(factor: Double, epochs: [Int]) throws(TrainingError) {
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
    self.init(unchecked: factor, epochs: epochs)
  }

  private init(unchecked factor: Double, epochs: [Int]) {
    self.factor = factor
    self.epochs = epochs
  }

  /// The factor on the rate once some epochs are done.
  public func scale(epoch done: Int) -> Double {
    epochs.reduce(1) { $1 <= done ? $0 * factor : $0 }
  }
}
