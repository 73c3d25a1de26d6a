/// The uniform cubic B-spline.
enum Spline {
  /// What each of four neighboring coefficients counts.
  typealias Weights = (Double, Double, Double, Double)

  /// The weights of the four coefficients around a place in [0, 1] between the middle two.
  @inline(__always)
  static func weights(_ place: Double) -> Weights {
    let rest = 1 - place
    let square = place * place
    let cube = square * place
    return (
      rest * rest * rest / 6, (4 - 6 * square + 3 * cube) / 6,
      (1 + 3 * place + 3 * square - 3 * cube) / 6, cube / 6
    )
  }

  /// The weighted sum of four coefficients in a row.
  @inline(__always)
  static func sum(
    _ weights: Weights, _ coefficients: UnsafeBufferPointer<Double>, _ at: Int
  ) -> Double {
    weights.0 * coefficients[at] + weights.1 * coefficients[at + 1]
      + weights.2 * coefficients[at + 2] + weights.3 * coefficients[at + 3]
  }
}
