/// The rules by which an audit reaches its verdict; the first that holds is the verdict.
///
/// 1. INCONCLUSIVE where an attack broke what is proven, or the data cannot be the model's.
/// 2. ROBUST where enough is proven.
/// 3. INCONCLUSIVE where the model does not repeat itself.
/// 4. Where naive attacks report ``AuditThresholds/maskedGap`` more than withstands all: MASKED if
///    gradients are at fault, and else OVERESTIMATED.
/// 5. BROKEN where hardly anything withstands.
/// 6. INCONCLUSIVE where any other check failed, or nothing but queries could be asked.
/// 7. PLAUSIBLE.
enum VerdictRules {
  /// Judges measured shares.
  ///
  /// - Parameters:
  ///   - clean: The clean accuracy.
  ///   - certified: The certified accuracy, if there are bounds.
  ///   - naive: The lowest accuracy that naive attacks in Float report.
  ///   - worst: What withstands every attack.
  ///   - hasGradientFault: Whether what hides from naive attacks is the fault of gradients.
  ///   - failed: Whether any check failed.
  ///   - hasGradients: Whether the model could be attacked by its gradients; what withstands queries
  ///     alone is not known to withstand.
  ///   - isRepeatable: Whether the same input gives the same logits; without that no accuracy is a
  ///     number that attacks could be compared by, and nothing but a proof is conclusive.
  ///   - isConsistent: Whether no attack broke what is proven; otherwise nothing is conclusive.
  ///   - isPlausible: Whether the data can be those that the model was made for; otherwise nothing is
  ///     conclusive.
  /// - Returns: The verdict.
  static func verdict(
    clean: Double, certified: Double?, naive: Double, worst: Double, hasGradientFault: Bool,
    failed: Bool, hasGradients: Bool = true, isRepeatable: Bool = true, isConsistent: Bool = true,
    isPlausible: Bool = true
  ) -> Verdict {
    guard isConsistent, isPlausible else { return .inconclusive }
    let slack = AuditThresholds.rounding
    if let certified, certified > 0,
      certified >= AuditThresholds.certifiedShare * clean - slack
    {
      return .robust
    }
    guard isRepeatable else { return .inconclusive }
    if hasGap(naive: naive, worst: worst) { return hasGradientFault ? .masked : .overestimated }
    if worst <= AuditThresholds.brokenAccuracy + slack { return .broken }
    return failed || !hasGradients ? .inconclusive : .plausible
  }

  /// Whether naive attacks report that much more than withstands.
  static func hasGap(naive: Double, worst: Double) -> Bool {
    naive - worst >= AuditThresholds.maskedGap - AuditThresholds.rounding
  }
}
