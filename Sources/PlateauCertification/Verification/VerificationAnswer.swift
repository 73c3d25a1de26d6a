/// What is known of a problem.
public enum VerificationAnswer: Sendable, Hashable {
  /// No input of the region has an unsafe output.
  case holds
  /// An input with an unsafe output: both certain in real arithmetic.
  case violated(Counterexample)
  /// Neither was found.
  case unknown(Reason)

  /// An input of the region with an unsafe output.
  public struct Counterexample: Sendable, Hashable {
    /// The input.
    public let input: [Double]
    /// The outputs in double precision.
    public let outputs: [Double]
    /// The index of the conjunction that holds.
    public let conjunction: Int
    /// How far the conjunction is from holding there, at most, in real arithmetic: not above 0; −∞ of one
    /// without inequalities.
    public let margin: Double
    /// The input as whole numbers or fractions p/q, where no input of double precision near it is a
    /// counterexample; nil where ``input`` is one exactly.
    public var exactInput: [String]?
  }

  /// Why a search ended without an answer.
  public enum Reason: String, Sendable, Hashable, Codable {
    /// The time was up.
    case timeout
    /// The subproblems took more memory than they may.
    case memory
    /// Nothing was left to split.
    case exhausted
    /// It was asked to stop.
    case stopped
    /// The method does not split.
    case bounds
    /// A counterexample was found that did not count: it is none as programs compute, with roundings.
    case rounding
  }
}

/// An answer, and what it took.
public struct VerificationResult: Sendable, Hashable {
  /// The answer.
  public let answer: VerificationAnswer
  /// A counterexample that did not count; nil where there is none, or one that did.
  public var unconfirmed: VerificationAnswer.Counterexample?
  /// The number of subproblems that were bounded.
  public let subproblems: Int
  /// A lower bound of how far each conjunction is from being fulfilled.
  ///
  /// It cannot be where this is above 0. −∞ where nothing is known.
  public let margins: [Double]
}
