/// One check of an audit, with what was measured.
public struct CheckRecord: Codable, Sendable, Hashable {
  /// What a check came to.
  public enum Result: String, Codable, Sendable, Hashable {
    /// It holds.
    case pass
    /// It does not.
    case fail
    /// The model or the data do not allow it.
    case notApplicable
  }

  /// The checks.
  public enum Name: String, Codable, Sendable, Hashable, CaseIterable {
    /// The model classifies the data better than a guess, and not far worse than it is sure of.
    case cleanAccuracy
    /// The same input gives the same logits.
    case deterministic
    /// At epsilon 0 nothing changes.
    case zeroEpsilon
    /// Robust accuracy never rises with epsilon.
    case monotone
    /// An attack across the whole box breaks every example.
    case unbounded
    /// At epsilon 0.5 in ℓ∞ nothing beats chance.
    case halfRange
    /// Iterative attacks are at least as strong as one step.
    case iterative
    /// Twice the iterations gain almost nothing.
    case moreIterations
    /// More restarts gain almost nothing.
    case moreRestarts
    /// Attacks by gradients are at least as strong as Square and HopSkipJump.
    case whiteBox
    /// Transfer from a vanilla substitute is no stronger.
    case transfer
    /// Few gradients are exactly zero.
    case zeroGradients
    /// Few outputs are bit-identical to their inputs.
    case unchanged
    /// Float and Double agree.
    case precision
    /// Naive and stable gradients agree.
    case stability
    /// Softened gradients gain almost nothing over the exact ones.
    case sweep
    /// A gain on hidden layers changes what naive attacks report no more than decisions.
    case gain
    /// Random noise does not beat gradients.
    case noise
    /// No attack succeeds inside a certified ball.
    case certificates
    /// Attacks leave hardly any example that a complete search refutes.
    case refutations
  }

  /// Which check.
  public var name: Name
  /// What it came to.
  public var result: Result
  /// What was measured, in words with numbers.
  public var evidence: String

  /// Creates a record.
  public init(_ name: Name, _ result: Result, _ evidence: String) {
    self.name = name
    self.result = result
    self.evidence = evidence
  }

  /// A check that passes if a condition holds.
  init(_ name: Name, passes: Bool, _ evidence: String) {
    self.init(name, passes ? .pass : .fail, evidence)
  }
}
