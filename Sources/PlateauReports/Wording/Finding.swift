package import PlateauExperiments

/// What attacks of one size say about one network, by rule.
package struct Finding: Sendable, Hashable {
  /// The kinds of findings: the audit's verdicts that need no bound.
  package enum Kind: String, Sendable, Hashable {
    /// Naive attacks report at least ``maskedGap`` more than withstands all attacks, and gradients are
    /// at fault.
    case masked
    /// The same gap, but the gradients are sound: the usual attacks are too weak.
    case overestimated
    /// At most ``brokenAccuracy`` withstands, and naive attacks say so too.
    case broken
    /// Naive and strong attacks agree, and something withstands.
    case plausible
  }

  /// The gap between naive attacks and the worst case from which robustness counts as masked or
  /// overestimated.
  package static let maskedGap = AuditThresholds.maskedGap
  /// The robust accuracy up to which a network counts as broken.
  package static let brokenAccuracy = AuditThresholds.brokenAccuracy
  /// More than the rounding error of a difference of shares.
  private static let tolerance = 1e-9

  private let record: RobustnessRecord
  private let fgsmExamples: Int

  /// Judges attacks of one size.
  package init(_ record: RobustnessRecord, testExamples: Int) {
    self.record = record
    fgsmExamples = record.fgsmExamples ?? testExamples
  }

  /// The lowest robust accuracy that naive attacks in Float report.
  package var lowestNaive: Double {
    min(record.naiveFGSM.robustAccuracy, record.naivePGD.robustAccuracy)
  }

  private var strongestNaive: String {
    record.naivePGD.robustAccuracy < record.naiveFGSM.robustAccuracy ? "PGD" : "FGSM"
  }

  /// The lowest when the same attacks have stable gradients, in Double.
  package var lowestStable: Double {
    min(record.stableFGSM.robustAccuracy, record.stablePGD.robustAccuracy)
  }

  /// What naive attacks report and the worst case does not confirm.
  package var gap: Double { lowestNaive - record.worstCase }

  /// Whether naive attacks report at least ``maskedGap`` more than the worst case leaves.
  package static func hasGap(naive: Double, worst: Double) -> Bool {
    naive - worst >= maskedGap - tolerance
  }

  /// Whether gradients are at fault for a gap: many are exactly zero, or stable arithmetic or softened
  /// networks close half of it, or ten points, with the same attack.
  private var hasGradientFault: Bool {
    let zeros = Double(record.naiveFGSM.zeroGradients) / Double(max(1, fgsmExamples))
    let parts = [
      lowestNaive - lowestStable,
      record.stableFGSM.robustAccuracy - record.sweptFGSM.robustAccuracy,
    ]
    return zeros > AuditThresholds.degenerateShare
      || parts.contains { $0 >= min(gap / 2, Self.maskedGap) - Self.tolerance }
  }

  /// The first kind whose rule holds.
  package var kind: Kind {
    if Self.hasGap(naive: lowestNaive, worst: record.worstCase) {
      return hasGradientFault ? .masked : .overestimated
    }
    return record.worstCase <= Self.brokenAccuracy + Self.tolerance ? .broken : .plausible
  }

  /// The kind as a word.
  package var word: String { Wording.sentence(kind.rawValue) }

  /// The finding in sentences.
  package var sentences: [String] {
    let naive = Wording.percent(lowestNaive)
    let worst = Wording.percent(record.worstCase)
    switch kind {
    case .masked:
      return [
        "The strongest naive attack, \(strongestNaive), leaves \(naive), the worst case over all "
          + "attacks \(worst).",
        artifact, zeroGradients, inconclusive,
      ].compactMap(\.self)
    case .overestimated:
      return [
        "The strongest naive attack, \(strongestNaive), leaves \(naive), the worst case over all "
          + "attacks \(worst).",
        "The gradients are sound, the usual attacks too weak: stable gradients in double precision "
          + "leave \(Wording.percent(lowestStable)) with the same steps.",
        inconclusive,
      ].compactMap(\.self)
    case .broken:
      return [
        "The worst case leaves \(worst), and naive attacks already say so: \(strongestNaive) "
          + "leaves \(naive).",
        inconclusive,
      ].compactMap(\.self)
    case .plausible:
      return [
        "The strongest naive attack, \(strongestNaive), and the worst case agree within 10 points: "
          + "\(naive) and \(worst).",
        "That no attack here broke the rest is a measurement, not a proof.", inconclusive,
      ].compactMap(\.self)
    }
  }

  /// How much of the measured robustness is none, and what hid that.
  private var artifact: String {
    let amount =
      gap > lowestNaive / 2
      ? "Most of this robustness is"
      : "\(Wording.number(100 * gap, 1)) of these \(Wording.points(lowestNaive)) are"
    let stable = Wording.percent(lowestStable)
    let softened = Wording.percent(
      min(record.sweptFGSM.robustAccuracy, record.sweptPGD.robustAccuracy))
    // The arithmetic counts as the cause if repairing it alone closes half of the gap.
    if lowestNaive - lowestStable >= gap / 2 - Self.tolerance {
      return "\(amount) an artifact of floating-point arithmetic: stable gradients in double "
        + "precision leave \(stable)."
    }
    return "\(amount) an artifact of the attack, not a property of the network: stable "
      + "gradients in double precision still leave \(stable), those of softened networks \(softened)."
  }

  private var zeroGradients: String? {
    let count = record.naiveFGSM.zeroGradients
    guard count > 0 else { return nil }
    return "\(Wording.count(count)) of \(Wording.count(fgsmExamples)) naive gradients are exactly "
      + "zero."
  }

  private var inconclusive: String? {
    let count = record.sweptPGD.inconclusive
    guard count > 0 else { return nil }
    return "Of \(Wording.count(count)) survivors nothing can be said: their gradient was exactly "
      + "zero at every start."
  }
}
