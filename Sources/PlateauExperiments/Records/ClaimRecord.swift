/// One claim of the paper's abstract or summary, beside what was measured.
public struct ClaimRecord: Codable, Sendable, Hashable {
  /// What the measurements say of a claim.
  public enum Verdict: String, Codable, Sendable, Hashable, CaseIterable {
    /// It holds also under stable gradients and the sweep.
    case holds
    /// It holds under naive gradients only: it is an artifact of arithmetic.
    case masked
    /// It does not hold even as the paper measured it.
    case fails
    /// It cannot be tested here.
    case untestable
  }

  /// The claim, in our words.
  public var claim: String
  /// What is measured, and when it counts as holding.
  public var measure: String
  /// The measurement with the gradients that a usual Float framework computes; nil where gradients
  /// play no part.
  public var naive: String?
  /// The measurement with stable gradients and the sweep, or without gradients.
  public var stable: String?
  /// What is proven; nil where nothing is.
  public var proven: String?
  /// What follows, by the rule in `measure`.
  public var verdict: Verdict

  /// Creates a record of one claim.
  public init(
    claim: String, measure: String, naive: String? = nil, stable: String? = nil,
    proven: String? = nil, verdict: Verdict
  ) {
    self.claim = claim
    self.measure = measure
    self.naive = naive
    self.stable = stable
    self.proven = proven
    self.verdict = verdict
  }
}
