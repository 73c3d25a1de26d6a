/// Which network is kept at the end of training.
///
/// While λ still rises, an accuracy on clean examples prefers the network before it saturates:
/// a saturating network is then selected by `last`, or by its accuracy under attack.
public enum SelectionRule: String, Sendable, Hashable, CaseIterable {
  /// That of the last epoch.
  case last
  /// That of the epoch with the highest accuracy on the validation examples, the first of equals.
  case bestValidationAccuracy
  /// That of the epoch with the highest accuracy on the validation examples under the training
  /// attack, the first of equals.
  case bestValidationAdversarialAccuracy
  /// That of the epoch with the highest accuracy on the validation examples by the bounds of
  /// certified training, the first of equals.
  case bestValidationBoundedAccuracy
}
