import PlateauNetworks
public import PlateauRobustness

/// How well a model classifies data without an attack, and whether that can be.
///
/// A model that is right no more often than a guess, or far less often than it is sure, has most
/// likely been given data that it was not made for: nothing measured on them says anything about
/// it. Few examples never are a proof of that.
public struct CleanAccuracy: Sendable, Hashable {
  /// The number of examples.
  public let examples: Int
  /// The number classified correctly.
  public let correct: Int
  /// The share that a guess gets: one of all classes alike, or one that gives each class as often
  /// as the model does, whichever is better.
  ///
  /// The second is Cohen's chance agreement, and that of a constant answer its class's share among
  /// the labels. It is left out where all labels are the same, of which it would be the accuracy
  /// itself.
  public let chance: Double
  /// The mean probability that the model gives its answers; nil where no logits are finite.
  public let confidence: Double?
  /// How often a right answer has a larger lead than a wrong one: 1/2 where leads tell nothing; nil
  /// with fewer than ten of either.
  ///
  /// However confident a model is, it is surer where it is right; unless labels are wrong.
  public let ordering: Double?

  /// Counts.
  ///
  /// - Parameters:
  ///   - decisions: What the model says of the examples.
  ///   - labels: Their classes.
  ///   - classes: The number of the model's classes.
  public init(_ decisions: Decisions, labels: [Int], classes: Int) {
    examples = decisions.count
    correct = decisions.correct
    confidence = decisions.confidence
    var given = Array(repeating: 0, count: classes)
    var answered = given
    for (label, winner) in zip(labels, decisions.winners) {
      given[label] += 1
      answered[winner] += 1
    }
    let count = Double(max(1, decisions.count))
    let agreement = zip(given, answered).reduce(0.0) {
      $0 + Double($1.0) / count * Double($1.1) / count
    }
    let isVaried = given.count { $0 > 0 } > 1
    chance = max(1 / Double(max(1, classes)), isVaried ? agreement : 0)
    ordering = Self.ordering(decisions)
  }

  /// The area under the curve of right answers against wrong ones, by ranks; equal leads share one.
  private static func ordering(_ decisions: Decisions) -> Double? {
    let finite = decisions.all.indices.filter { decisions.leads[$0].isFinite }
      .sorted { decisions.leads[$0] < decisions.leads[$1] }
    let right = finite.count { decisions.all[$0] == .correct }
    let wrong = finite.count - right
    guard min(right, wrong) >= 10 else { return nil }
    var (sum, start) = (0.0, 0)
    while start < finite.count {
      let lead = decisions.leads[finite[start]]
      var end = start
      while end < finite.count, decisions.leads[finite[end]] == lead { end += 1 }
      let own = finite[start..<end].count { decisions.all[$0] == .correct }
      // Ranks count from 1.
      sum += Double(own) * Double(start + 1 + end) / 2
      start = end
    }
    let least = Double(right) * Double(right + 1) / 2
    return (sum - least) / (Double(right) * Double(wrong))
  }

  /// The share classified correctly.
  public var accuracy: Double { Double(correct) / Double(max(1, examples)) }

  /// Whether the model is right no more often than a guess.
  ///
  /// A guess gets as many right in more than one of a hundred tries, and a model half-way between a
  /// guess and perfection so few in less than one of twenty.
  public var isAtChance: Bool {
    let halfway = (1 + chance) / 2
    return Binomial(trials: examples, probability: chance).atLeast(correct)
      > AuditThresholds.guessing
      && Binomial(trials: examples, probability: halfway).atMost(correct)
        < AuditThresholds.working
  }

  /// Whether the model is right far less often than it is sure, in a way that no model alone explains.
  ///
  /// It is where it is right less often than it is sure by more than
  /// ``AuditThresholds/unbelievedConfidence``, and no surer where it is right; or by more than
  /// ``AuditThresholds/wrongConfidence``, and hardly better than a guess.
  public var isBelowConfidence: Bool {
    let isBlind = (ordering ?? 1) < AuditThresholds.ordering
    let isPoor = accuracy < chance + (1 - chance) / 3
    return isBlind && isBelowConfidence(by: AuditThresholds.unbelievedConfidence)
      || isPoor && isBelowConfidence(by: AuditThresholds.wrongConfidence)
  }

  /// Whether the model is right less often than it is sure, by more than a share and by more than
  /// chance can do.
  func isBelowConfidence(by share: Double) -> Bool {
    guard let confidence else { return false }
    return confidence - accuracy > share
      && Binomial(trials: examples, probability: confidence - share).atMost(correct)
        < AuditThresholds.guessing
  }

  /// What was counted, in words.
  var evidence: String {
    let sure = confidence.map { ", and the model is \(NumberText.percent($0)) sure of its answers" }
    return "\(correct) of \(examples) examples are classified correctly, "
      + "\(NumberText.percent(accuracy)); a guess gets \(NumberText.percent(chance))\(sure ?? "")"
  }
}
