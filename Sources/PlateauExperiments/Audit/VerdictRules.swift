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
  static func verdict(
    clean: Double, certified: Double?, naive: Double, worst: Double, failed: Bool
  ) -> Verdict {
    let slack = AuditThresholds.rounding
    if let certified, certified > 0,
      certified >= AuditThresholds.certifiedShare * clean - slack
    {
      return .robust
    }
    if naive - worst >= AuditThresholds.maskedGap - slack { return .masked }
    if worst <= AuditThresholds.brokenAccuracy + slack { return .broken }
    return failed ? .inconclusive : .plausible
  }
}
