public import PlateauTraining

/// What a reproduction is doing.
public struct ReproductionProgress: Sendable {
  /// The kinds of work.
  public enum Activity: Sendable {
    /// A network took a step of training.
    case training(TrainingProgress)
    /// An attack or a statistic is about to be computed; the text names it.
    case measuring(String)
    /// A network is done; the record is what was found.
    case finished(ModelRecord)
  }

  /// The name of the network.
  public let model: String
  /// The place of the network among all, from 1.
  public let number: Int
  /// The number of networks.
  public let total: Int
  /// What happens.
  public let activity: Activity
}
