/// A number that a rule of optimization takes.
public struct OptimizerSetting: Sendable, Hashable {
  /// The finite numbers that a setting may have.
  public enum Range: Sendable, Hashable {
    /// More than 0.
    case positive
    /// 0 or more.
    case nonnegative
    /// From 0 to below 1.
    case share

    /// Whether a number is in the range.
    public func contains(_ value: Double) -> Bool {
      switch self {
      case .positive: value > 0 && value.isFinite
      case .nonnegative: value >= 0 && value.isFinite
      case .share: (0..<1).contains(value)
      }
    }

    /// The range in words.
    public var words: String {
      switch self {
      case .positive: "more than 0"
      case .nonnegative: "0 or more"
      case .share: "from 0 to below 1"
      }
    }
  }

  /// The key in configurations.
  public let key: String
  /// The name in sentences.
  public let name: String
  /// What it may be.
  public let range: Range
  /// What it is where nothing is said; nil where it must be given.
  public let standard: Double?

  init(_ key: String, name: String? = nil, _ range: Range, standard: Double?) {
    self.key = key
    self.name = name ?? key
    self.range = range
    self.standard = standard
  }

  /// The learning rate.
  static func rate(_ standard: Double? = nil) -> OptimizerSetting {
    OptimizerSetting("rate", .positive, standard: standard)
  }

  /// What of each weight is added to its gradient.
  static let weightDecay = OptimizerSetting(
    "weightDecay", name: "weight decay", .nonnegative, standard: 0)
}
