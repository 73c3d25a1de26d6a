import PlateauNumerics

/// The normal distribution with mean 0 and variance 1.
public enum StandardNormal {
  /// The probability Φ(z) of a number below `z`, as ½·erfc(−z/√2).
  ///
  /// Its relative error is a few units in the last place for z ≥ −1, and grows with z² below, as the
  /// rounding of the argument does; far below it is 0, far above 1.
  public static func cumulative(_ z: Double) -> Double {
    0.5 * Elementary.erfc(-z * 0.5.squareRoot())
  }
}
