extension AuditRecord {
  /// Whether any check failed.
  var hasFailure: Bool { checks.contains { $0.result == .fail } }

  /// What usual attacks report: naive ones, or of a model without gradients those by queries.
  private var reportedAccuracy: Double {
    naiveAccuracy ?? (queries == nil ? cleanAccuracy : worstCase.robustAccuracy)
  }

  /// Whether usual attacks report that much more than withstands all.
  var hasGap: Bool {
    VerdictRules.hasGap(
      naive: reportedAccuracy, worst: worstCase.robustAccuracy)
  }

  /// Sets the verdict by the rules; causes of another verdict are dropped.
  mutating func judge() {
    let last = verdict
    verdict = VerdictRules.verdict(
      clean: cleanAccuracy, certified: certifiedAccuracy,
      naive: reportedAccuracy, worst: worstCase.robustAccuracy,
      hasGradientFault: gradientFaults.map { !$0.isEmpty } ?? true, failed: hasFailure,
      hasGradients: queries == nil,
      isRepeatable: !fails(.deterministic),
      isConsistent: certification?.contradictions.isEmpty ?? true,
      isPlausible: !fails(.cleanAccuracy))
    if verdict != last { causes = [] }
  }

  /// Whether a check fails.
  public func fails(_ name: CheckRecord.Name) -> Bool {
    checks.first { $0.name == name }?.result == .fail
  }
}
