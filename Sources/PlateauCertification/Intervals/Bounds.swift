public import PlateauNumerics

/// Proven bounds of a batch of values, each of shape `[examples, values]`.
///
/// Where numbers overflow on the way they are −∞ and ∞.
public struct Bounds: Sendable, Hashable {
  /// No value is below.
  public let lower: Matrix<Double>
  /// No value is above.
  public let upper: Matrix<Double>
}
