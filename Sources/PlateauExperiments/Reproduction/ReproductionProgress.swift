public import PlateauTraining

/// What a reproduction is doing.
public struct ReproductionProgress: Sendable {
  /// The kinds of work.
  public enum Activity: Sendable {
    /// A network took a step of training.
    case training(TrainingProgress)
    /// An attack or a statistic is computed, or about to be: its name, and the share of all that is
    /// measured in this part that is done, from 0 to 1.
    case measuring(String, share: Double)
    /// A network is done; the record is what was found.
    case finished(ModelRecord)
  }

  /// The name of the network.
  public let model: String
  /// The place of the network among all, from 1.
  public let number: Int
  /// The number of networks.
  public let total: Int
  /// The share of this part that is done, from 0 to 1.
  public let partShare: Double
  /// The share of the whole that is done, from 0 to 1, by what parts take as a rule.
  public let share: Double
  /// What happens.
  public let activity: Activity
}
