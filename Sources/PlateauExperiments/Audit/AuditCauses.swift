import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Says what hides from naive attacks what others find.
struct AuditCauses {
  let audit: Audit
  let threat: ThreatModel
  let facts: AuditFacts
  let evidence: AuditEvidence
  let record: AuditRecord

  init(
    _ audit: Audit, _ threat: ThreatModel, _ facts: AuditFacts, _ evidence: AuditEvidence,
    _ record: AuditRecord
  ) {
    self.audit = audit
    self.threat = threat
    self.facts = facts
    self.evidence = evidence
    self.record = record
  }

  /// One sentence for each cause, the arithmetic's first.
  var sentences: [String] {
    [zeroGradients, arithmetic, weakness, softness, withoutGradients, search].compactMap(\.self)
  }

  private var gap: Double { facts.naive - record.worstCase.robustAccuracy }

  private var zeroGradients: String? {
    guard facts.zeroGradients > AuditThresholds.degenerateShare else { return nil }
    if let network = audit.subject.network {
      let causes = ZeroGradientCauses.of(
        network, inputs: audit.examples.inputs, labels: audit.examples.labels,
        workers: audit.workers)
      return ZeroGradientSummary(causes).text()
    }
    return "\(AuditChecks.percent(facts.zeroGradients)) of naive gradients are exactly zero, and "
      + "so are the model's own"
  }

  /// Repairing the arithmetic alone closes at least half of the gap.
  private var arithmetic: String? {
    let stable = min(facts.stableFGSM, facts.stablePGD)
    guard facts.naive - stable >= gap / 2 - AuditThresholds.rounding else { return nil }
    return "floating-point arithmetic: stable gradients in double precision leave "
      + AuditChecks.percent(stable)
  }

  /// More of the same closes at least half of the gap beyond the arithmetic.
  private var weakness: String? {
    let stable = min(facts.stableFGSM, facts.stablePGD)
    guard stable - facts.exact >= gap / 2 - AuditThresholds.rounding else { return nil }
    return "the usual attacks are weak: more steps, restarts and targets along exact gradients "
      + "leave \(AuditChecks.percent(facts.exact))"
  }

  private var softness: String? {
    guard let sweep = facts.sweep, sweep > AuditThresholds.gain else { return nil }
    return "the exact gradient misleads: softened gradients break "
      + "\(AuditChecks.points(sweep)) more than all exact ones"
  }

  private var withoutGradients: String? {
    let gain = facts.square + facts.hopSkipJump + facts.noise + (facts.transfer ?? 0)
    guard gain > AuditThresholds.blackBoxGain else { return nil }
    return "gradients mislead: attacks without the model's gradients break "
      + "\(AuditChecks.points(gain)) more"
  }

  private var search: String? {
    guard let refuted = facts.refuted, refuted > AuditThresholds.blackBoxGain else { return nil }
    return
      "attacks miss what a complete search finds: it breaks \(AuditChecks.points(refuted)) more"
  }
}
