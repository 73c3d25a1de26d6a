extension AuditRecord {
  /// Whether any check failed.
  var hasFailure: Bool { checks.contains { $0.result == .fail } }

  /// Sets the verdict by the rules.
  mutating func judge() {
    verdict = VerdictRules.verdict(
      clean: cleanAccuracy, certified: certifiedAccuracy,
      naive: naiveAccuracy ?? cleanAccuracy, worst: worstCase.robustAccuracy,
      failed: hasFailure,
      isRepeatable: checks.first { $0.name == .deterministic }?.result != .fail,
      isConsistent: certification?.contradictions.isEmpty ?? true)
    if verdict != .masked { causes = [] }
  }
}
