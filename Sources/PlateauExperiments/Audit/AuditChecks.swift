import PlateauAttacks
import PlateauNumerics

/// The checks of an audit, from facts to pass or fail.
enum AuditChecks {
  /// The checks that look at one epsilon's attacks.
  static func at(
    _ facts: AuditFacts, _ proofs: AuditProofs?, _ evidence: AuditEvidence
  ) -> [CheckRecord] {
    let ofGradients = [
      iterative(facts),
      gains(
        .moreIterations, facts.moreIterations, AuditThresholds.gain,
        "twice the steps of stable PGD"),
      gains(.moreRestarts, facts.moreRestarts, AuditThresholds.gain, "five starts of stable PGD"),
      whiteBox(facts), transfer(facts),
      degenerate(.zeroGradients, facts.zeroGradients, "of naive float gradients are exactly zero"),
      degenerate(.unchanged, facts.unchanged, "of naive FGSM's outputs are their inputs"),
      precision(facts), stability(facts), sweep(facts),
    ]
    return (facts.hasGradients ? ofGradients : ofGradients.map { withoutGradients($0.name) }) + [
      gains(
        .noise, facts.noise, AuditThresholds.blackBoxGain,
        facts.hasGradients ? "random noise" : "random noise, beyond Square and HopSkipJump"),
      certificates(proofs, evidence), refutations(facts),
    ]
  }

  /// A check of attacks by gradients, where there are none.
  private static func withoutGradients(_ name: CheckRecord.Name) -> CheckRecord {
    CheckRecord(name, .notApplicable, "the model has no gradients, it only answers queries")
  }

  // MARK: - One by one

  private static func iterative(_ facts: AuditFacts) -> CheckRecord {
    let slack = AuditThresholds.agreement + AuditThresholds.rounding
    return CheckRecord(
      .iterative,
      passes: facts.naivePGD <= facts.naiveFGSM + slack
        && facts.stablePGD <= facts.stableFGSM + slack,
      "naive PGD leaves \(percent(facts.naivePGD)), naive FGSM \(percent(facts.naiveFGSM)); "
        + "stable \(percent(facts.stablePGD)) and \(percent(facts.stableFGSM))")
  }

  private static func gains(
    _ name: CheckRecord.Name, _ gain: Double, _ most: Double, _ what: String
  ) -> CheckRecord {
    CheckRecord(
      name, passes: gain <= most + AuditThresholds.rounding,
      "\(what): \(points(gain)) more broken, at most \(points(most)) expected")
  }

  private static func whiteBox(_ facts: AuditFacts) -> CheckRecord {
    gains(
      .whiteBox, facts.square + facts.hopSkipJump, AuditThresholds.blackBoxGain,
      "Square and HopSkipJump, beyond all gradients")
  }

  private static func transfer(_ facts: AuditFacts) -> CheckRecord {
    guard let gain = facts.transfer else {
      return CheckRecord(.transfer, .notApplicable, "there is no substitute to transfer from")
    }
    return gains(
      .transfer, gain, AuditThresholds.blackBoxGain, "examples made on a vanilla substitute")
  }

  private static func degenerate(
    _ name: CheckRecord.Name, _ share: Double, _ what: String
  ) -> CheckRecord {
    CheckRecord(
      name, passes: share <= AuditThresholds.degenerateShare + AuditThresholds.rounding,
      "\(percent(share)) \(what), at most \(percent(AuditThresholds.degenerateShare)) expected")
  }

  private static func precision(_ facts: AuditFacts) -> CheckRecord {
    let difference = (facts.naiveFGSM - facts.naiveDoubleFGSM).magnitude
    return CheckRecord(
      .precision,
      passes: max(difference, facts.precisionDependent)
        <= AuditThresholds.agreement + AuditThresholds.rounding,
      "naive FGSM leaves \(percent(facts.naiveFGSM)) in Float, "
        + "\(percent(facts.naiveDoubleFGSM)) in Double; Float and Double disagree on "
        + "\(percent(facts.precisionDependent)) of stable PGD's outputs")
  }

  private static func stability(_ facts: AuditFacts) -> CheckRecord {
    let difference = max(
      (facts.naiveFGSM - facts.stableFGSM).magnitude,
      (facts.naivePGD - facts.stablePGD).magnitude)
    return CheckRecord(
      .stability, passes: difference <= AuditThresholds.agreement + AuditThresholds.rounding,
      "FGSM leaves \(percent(facts.naiveFGSM)) naive and \(percent(facts.stableFGSM)) stable, "
        + "PGD \(percent(facts.naivePGD)) and \(percent(facts.stablePGD))")
  }

  private static func sweep(_ facts: AuditFacts) -> CheckRecord {
    guard let gain = facts.sweep else {
      return CheckRecord(.sweep, .notApplicable, "the model has no network to soften")
    }
    return gains(.sweep, gain, AuditThresholds.gain, "softened gradients, beyond exact ones")
  }

  private static func certificates(
    _ proofs: AuditProofs?, _ evidence: AuditEvidence
  ) -> CheckRecord {
    guard let proofs else {
      return CheckRecord(.certificates, .notApplicable, "no bound applies to the model")
    }
    let contradictions = proofs.contradictions(evidence)
    return CheckRecord(
      .certificates, passes: contradictions.isEmpty,
      contradictions.isEmpty
        ? "no attack broke any of \(proofs.certified.count) certified examples"
        : "\(contradictions.count) certified examples were broken, the first is "
          + "\(contradictions[0].index)")
  }

  private static func refutations(_ facts: AuditFacts) -> CheckRecord {
    guard let share = facts.refuted else {
      return CheckRecord(.refutations, .notApplicable, "no complete search was made")
    }
    return gains(
      .refutations, share, AuditThresholds.blackBoxGain, "a complete search, beyond all attacks")
  }

  // MARK: - Words

  static func percent(_ share: Double) -> String { NumberText.percent(share) }
  static func points(_ share: Double) -> String { "\(NumberText.fixed(100 * share, 1)) points" }
}
