/// The numbers by which an audit judges.
///
/// They are shares of examples, unless said otherwise.
public enum AuditThresholds {
  /// How probable it must be for a guess to get as many right for a model to count as no better.
  ///
  /// It is a probability, as ``working`` is.
  public static let guessing = 0.01
  /// How improbable it must be for a model half-way between a guess and perfection to get so few
  /// right: it keeps a handful of examples from failing by accident.
  public static let working = 0.05
  /// How far below its confidence a model is doubted, and usual mistakes in the data are undone to
  /// see; that alone fails nothing, since overfitted networks, and those of large logits, are sure of
  /// everything.
  public static let doubtedConfidence = 0.15
  /// How far below its confidence a model is not believed that is no surer where it is right.
  public static let unbelievedConfidence = 0.3
  /// How often a right answer must have a larger lead than a wrong one for a model to be surer where
  /// it is right: networks in use have 0.7 to 0.95, and 0.5 is none.
  public static let ordering = 0.6
  /// How far below its confidence a model is not believed that is hardly better than a guess: less
  /// than a third of the way to perfection.
  public static let wrongConfidence = 0.5
  /// How much better a model must be with a mistake undone for it to be named.
  public static let repair = 0.2
  /// The share of clean accuracy that must be certified for `ROBUST`.
  public static let certifiedShare = 0.5
  /// The gap between naive attacks and the worst case from which robustness is `MASKED`, where
  /// gradients are at fault, or else `OVERESTIMATED`.
  public static let maskedGap = 0.10
  /// Whether a part of a gap is enough of it to name what closed it as the fault: half of it, or
  /// ``maskedGap``.
  static func isSubstantial(_ part: Double, of gap: Double) -> Bool {
    part >= min(gap / 2, maskedGap) - rounding
  }
  /// The worst case up to which a model is `BROKEN`.
  public static let brokenAccuracy = 0.10
  /// What twice the iterations, more restarts or softened gradients may gain.
  public static let gain = 0.02
  /// What may differ between two measurements that should agree.
  public static let agreement = 0.02
  /// What black-box attacks, transfer and noise may break beyond gradients.
  public static let blackBoxGain = 0.01
  /// The gradients that may be exactly zero, and the outputs that may equal their inputs.
  public static let degenerateShare = 0.05
  /// How much the accuracy of naive attacks may rise with a gain beyond the decisions that it changes.
  public static let gainTestRise = 0.05
  /// What may withstand an attack that nothing bounds.
  public static let unboundedAccuracy = 0.0
  /// More than the rounding of a difference of shares.
  static let rounding = 1e-9
}
