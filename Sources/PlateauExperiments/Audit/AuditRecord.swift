public import PlateauFormats
import PlateauNumerics
public import PlateauRobustness

/// An audit at one epsilon, as JSON and reports show it.
public struct AuditRecord: Codable, Sendable, Hashable {
  /// The model, as it was named.
  public var model: String
  /// The dataset.
  public var data: String
  /// What was drawn for a model that draws at random, of whose mean this is; nil for others.
  public var draws: RandomDraws?
  /// How a model answered that only answers queries; nil for models with gradients.
  public var queries: QueryAccess?
  /// `linf` or `l2`.
  public var norm: Norm
  /// The largest perturbation allowed, in units of the input.
  public var epsilon: Double
  /// The range of every input value: its lower and upper end; nil in records of versions that knew
  /// only 0 and 1.
  public var bounds: [Double]?
  /// The number of examples.
  public var examples: Int
  /// The first verdict whose rule holds.
  public var verdict: Verdict
  /// Why, in sentences: of `MASKED` what is wrong with the gradients, of `OVERESTIMATED` what closed
  /// the gap, of data that cannot be the model's what is likely wrong with them; otherwise empty.
  public var causes: [String]
  /// What speaks against the gradients where usual attacks report too much; empty where nothing
  /// does, nil in records of versions that did not tell.
  public var gradientFaults: [String]?
  /// The share classified correctly without an attack.
  public var cleanAccuracy: Double
  /// The examples whose label has the largest logit together with another class, which are errors;
  /// nil in records of versions that did not count them.
  public var ties: Int?
  /// The errors with a logit that is infinite or no number; nil in records of versions that did not
  /// count them.
  public var notFinite: Int?
  /// The attacks in the order they ran.
  public var attacks: [AttackRecord]
  /// The checks, each with its evidence.
  public var checks: [CheckRecord]
  /// What withstands every attack.
  public var worstCase: WorstCase
  /// The share that is proven to stay classified correctly; nil where no bound applies.
  public var certifiedAccuracy: Double?
  /// How that was proven; nil where no bound applies, and in records of versions that did not say.
  public var certification: Certification?
  /// What is known of each example, as counts.
  public var decisions: Decisions
  /// What is known of each; nil in records of versions that did not say.
  public var outcomes: [Outcome]?

  /// What withstands every attack.
  public struct WorstCase: Codable, Sendable, Hashable {
    /// The share of all examples, decided by example.
    public var robustAccuracy: Double
  }

  /// What is known of the examples that are classified correctly.
  public struct Decisions: Codable, Sendable, Hashable {
    /// Proven to withstand everything in the ball.
    public var certified: Int
    /// Broken by an example found, or misclassified without an attack.
    public var falsified: Int
    /// Neither.
    public var undecided: Int
  }

  /// What is to be said of the model and its logits, in sentences.
  public var notes: [String] {
    (draws.map { [$0.sentence] } ?? []) + (queries?.sentences ?? [])
      + DecisionNotes.sentences(ties: ties, notFinite: notFinite, of: examples)
  }

  /// The lowest accuracy that naive attacks in Float report: what a usual evaluation would say.
  public var naiveAccuracy: Double? {
    attacks.filter { $0.gradient == "naive" && $0.precision == .float }.map(\.robustAccuracy).min()
  }
}
