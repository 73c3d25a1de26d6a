/// The numbers by which an audit judges.
///
/// They are shares of examples, unless said otherwise.
public enum AuditThresholds {
  /// The share of clean accuracy that must be certified for `ROBUST`.
  public static let certifiedShare = 0.5
  /// The gap between naive attacks and the worst case from which robustness is `MASKED`.
  public static let maskedGap = 0.10
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
