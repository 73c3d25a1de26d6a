/// The rules by which an audit reaches its verdict; the first that holds is the verdict.
enum VerdictRules {
  /// Judges measured shares.
  ///
  /// - Parameters:
  ///   - clean: The clean accuracy.
  ///   - certified: The certified accuracy, if there are bounds.
  ///   - naive: The lowest accuracy that naive attacks in Float report.
  ///   - worst: What withstands every attack.
  ///   - failed: Whether any check failed.
  ///   - isRepeatable: Whether the same input gives the same logits; without that no accuracy is a
  ///     number that attacks could be compared by, and nothing but a proof is conclusive.
  ///   - isConsistent: Whether no attack broke what is proven; otherwise nothing is conclusive.
  /// - Returns: The verdict.
  static func verdict(
    clean: Double, certified: Double?, naive: Double, worst: Double, failed: Bool,
    isRepeatable: Bool = true, isConsistent: Bool = true
  ) -> Verdict {
    guard isConsistent else { return .inconclusive }
    let slack = AuditThresholds.rounding
    if let certified, certified > 0,
      certified >= AuditThresholds.certifiedShare * clean - slack
    {
      return .robust
    }
    guard isRepeatable else { return .inconclusive }
    if naive - worst >= AuditThresholds.maskedGap - slack { return .masked }
    if worst <= AuditThresholds.brokenAccuracy + slack { return .broken }
    return failed ? .inconclusive : .plausible
  }
}
