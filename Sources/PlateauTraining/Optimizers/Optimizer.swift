/// The rule by which a gradient changes the parameters, and its numbers.
///
/// The gradient g of a weight, not of a bias, has weightDecay·θ added to it first: that of
/// ½·weightDecay·θ² in the loss. A weight decay of 0, the default, adds nothing. Every number is
/// rounded to the precision of the training. A moment below its least normal number becomes 0: where a
/// gradient stays away, moments would decay among subnormal numbers, over which processors take long,
/// and a step adds less than one can see of them to the stabilizer.
///
/// Source of the decay: A. Krogh and J. Hertz, "A Simple Weight Decay Can Improve Generalization",
/// 1992, equation 1; as PyTorch's optimizers take it, not decoupled.
public struct Optimizer: Sendable, Hashable {
  /// The rules there are, by the words for them in configurations and records.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// Gradient descent with momentum.
    case sgd
    /// Gradients over the root of their mean square.
    case rmsprop
    /// Running means of gradients and their squares.
    case adam

    /// The rule itself, the one place in which rules are told apart.
    var form: any OptimizerRule {
      switch self {
      case .sgd: MomentumDescent()
      case .rmsprop: RootMeanSquarePropagation()
      case .adam: AdaptiveMoments()
      }
    }

    /// The numbers that the rule takes, in the order in which they are written.
    public var settings: [OptimizerSetting] { form.settings }
  }

  /// The rule.
  public let rule: Rule
  /// Its numbers, in the order of its settings.
  public let values: [Double]

  /// Creates an optimizer; its numbers are checked by ``validate()``.
  ///
  /// - Precondition: There is a value for each setting of the rule.
  public init(_ rule: Rule, values: [Double]) {
    precondition(values.count == rule.settings.count, "a value for each setting")
    self.rule = rule
    self.values = values
  }

  /// The number of a setting; nil where the rule has none of the name.
  public subscript(key: String) -> Double? {
    rule.settings.firstIndex { $0.key == key }.map { values[$0] }
  }

  /// The learning rate.
  public var rate: Double { self[OptimizerSetting.rate().key] ?? 0 }

  /// What of each weight is added to its gradient.
  public var weightDecay: Double { self[OptimizerSetting.weightDecay.key] ?? 0 }

  /// The word for the rule in configurations and records.
  public var name: String { rule.rawValue }

  /// The number of values that the rule keeps for each parameter.
  public var momentCount: Int { rule.form.momentCount }

  /// Checks that every number lies in its range.
  ///
  /// - Throws: `TrainingError` that names the number, its value and its range.
  public func validate() throws(TrainingError) {
    for (setting, value) in zip(rule.settings, values) where !setting.range.contains(value) {
      throw TrainingError(
        .invalid,
        "The \(setting.name) of optimizer \(name) is \(value); it must be a finite number, "
          + "\(setting.range.words).")
    }
  }
}
