public import PlateauData
import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Whether data can be those that a model was made for, and what is wrong with them if not.
public struct DataPlausibility: Sendable, Hashable {
  /// What was counted.
  public let clean: CleanAccuracy
  /// Whether the data are plausible.
  public let isPlausible: Bool
  /// What is likely to be wrong with them, the likeliest first; empty where they are plausible.
  ///
  /// A usual mistake is named with what the model gets once it is undone; where none was found, what
  /// to check.
  public let causes: [String]

  /// Judges data, and searches for the mistake in them where they are not plausible.
  ///
  /// They are not where the model is right no more often than a guess, or far less often than it is
  /// sure in a way that no model alone explains (``CleanAccuracy/isBelowConfidence``); or less often
  /// by more than ``AuditThresholds/doubtedConfidence``, and undoing a usual mistake makes up for half
  /// of that. A confident model alone, as one of large logits is, is no reason.
  ///
  /// - Parameters:
  ///   - decisions: What the model says of the examples.
  ///   - model: The model.
  ///   - examples: The examples.
  ///   - bounds: The range of every input value.
  ///   - workers: The threads.
  /// - Complexity: nothing but counting where data are plausible; otherwise some forward passes of at
  ///   most a thousand examples.
  public init(
    _ decisions: Decisions, of model: some AttackableModel, on examples: Examples,
    within bounds: ClosedRange<Double>, workers: Workers
  ) {
    let clean = CleanAccuracy(decisions, labels: examples.labels, classes: model.classCount)
    self.clean = clean
    let isDoubted = clean.isBelowConfidence(by: AuditThresholds.doubtedConfidence)
    guard clean.isAtChance || isDoubted else {
      (isPlausible, causes) = (true, [])
      return
    }
    let repairs = RepairSearch(
      model, network: model as? Network<Double>, on: examples, bounds: bounds, workers: workers
    ).findings(beyond: clean)
    let best = (repairs.first?.accuracy ?? 0) - clean.accuracy
    let missing = (clean.confidence ?? 0) - clean.accuracy
    guard
      clean.isAtChance || clean.isBelowConfidence || (!repairs.isEmpty && best >= missing / 2)
    else {
      (isPlausible, causes) = (true, [])
      return
    }
    isPlausible = false
    let found =
      Self.undecided(decisions)
      + repairs.filter { $0.accuracy - clean.accuracy >= 0.8 * best }.map {
        $0.repair.sentence($0.accuracy)
      }
    causes = found.isEmpty ? [Self.advice] : found
  }

  /// The same as a check of an audit.
  var check: CheckRecord { CheckRecord(.cleanAccuracy, passes: isPlausible, clean.evidence) }

  /// A warning for whoever measures anything on these data; nil where they are plausible.
  public var warning: String? {
    guard !isPlausible else { return nil }
    return "\(clean.evidence). Nothing that is measured on them says anything about the model. "
      + "Likely: \(causes.joined(separator: "; "))."
  }

  /// Where no class wins on most of the errors the data are not the first suspect.
  private static func undecided(_ decisions: Decisions) -> [String] {
    let errors = decisions.count - decisions.correct
    if 2 * decisions.ties > errors {
      return [
        "the label ties with another class on \(decisions.ties) of \(decisions.count) examples, as "
          + "after a ReLU on the logits, or where a model is constant"
      ]
    }
    guard 2 * decisions.notFinite > errors else { return [] }
    return [
      "logits are not finite on \(decisions.notFinite) of \(decisions.count) examples: weights or "
        + "inputs are too large"
    ]
  }

  /// What to look at where nothing tried has helped, in order.
  static let advice =
    "none of the usual mistakes explains it; check in this order the labels (off by one, another "
    + "order of classes), the orientation of images, the normalization (--mean and --std), the order "
    + "of channels, the range of pixels (--bounds), and that the model is trained"
}
