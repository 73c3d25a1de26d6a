import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Says why usual attacks report more than withstands all: what is wrong with the gradients, and
/// what else closed the gap.
struct AuditCauses {
  let audit: Audit
  let facts: AuditFacts
  let record: AuditRecord

  init(_ audit: Audit, _ facts: AuditFacts, _ record: AuditRecord) {
    self.audit = audit
    self.facts = facts
    self.record = record
  }

  private var gap: Double { facts.naive - record.worstCase.robustAccuracy }

  private func isSubstantial(_ part: Double) -> Bool {
    AuditThresholds.isSubstantial(part, of: gap)
  }

  // MARK: - Gradients at fault

  /// One sentence for each fault of the gradients, the arithmetic's first; empty where they are
  /// sound.
  ///
  /// The gain test is none of them: it is about networks with other weights.
  var gradientFaults: [String] {
    [zeroGradients, unchanged, arithmetic, softness, withoutGradients].compactMap(\.self)
  }

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

  /// Outputs that are their inputs for another reason than a gradient of zero.
  private var unchanged: String? {
    guard facts.unchanged - facts.zeroGradients > AuditThresholds.degenerateShare else {
      return nil
    }
    return
      "\(AuditChecks.percent(facts.unchanged)) of naive FGSM's outputs are their inputs, bit for "
      + "bit"
  }

  /// Repairing the arithmetic alone closes a good part of the gap.
  private var arithmetic: String? {
    guard isSubstantial(facts.naive - facts.stable) else { return nil }
    return "floating-point arithmetic: stable gradients in double precision leave "
      + AuditChecks.percent(facts.stable)
  }

  private var softness: String? {
    guard let sweep = facts.sweep, isSubstantial(sweep) else { return nil }
    return "the exact gradient misleads: softened gradients break "
      + "\(AuditChecks.points(sweep)) more than all exact ones"
  }

  private var withoutGradients: String? {
    guard isSubstantial(facts.withoutGradients) else { return nil }
    return "gradients mislead: attacks without the model's gradients break "
      + "\(AuditChecks.points(facts.withoutGradients)) more"
  }

  // MARK: - Search that is too weak

  /// What the usual attacks were too weak for, and what closed the gap, the most effective first.
  var closers: [String] {
    let parts = [
      ("stable gradients in double precision", facts.naive - facts.stable),
      ("twice the steps", facts.steps), ("more starts", facts.restarts),
      ("shrinking steps on the margin", facts.margin),
      ("adaptive steps (AutoPGD)", facts.adaptive),
      ("targets (AutoPGD and FAB)", facts.targets), ("softened gradients", facts.sweep ?? 0),
      ("attacks without gradients", facts.withoutGradients),
      ("a complete search", facts.refuted ?? 0),
    ].filter { $0.1 > AuditThresholds.rounding }
    let ranked = parts.enumerated().sorted {
      ($1.element.1, $0.offset) < ($0.element.1, $1.offset)
    }
    return [
      "the gradients are sound, the usual attacks too weak: they leave "
        + "\(AuditChecks.percent(facts.naive)), all attacks "
        + AuditChecks.percent(record.worstCase.robustAccuracy)
    ] + ranked.map { "\(AuditChecks.points($0.element.1)) by \($0.element.0)" }
  }
}
