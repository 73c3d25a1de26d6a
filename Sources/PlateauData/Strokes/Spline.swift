/// The uniform cubic B-spline.
enum Spline {
  /// The weights of the four coefficients around a place in [0, 1] between the middle two.
  @inline(__always)
  static func weights(_ place: Double) -> (Double, Double, Double, Double) {
    let rest = 1 - place
    let square = place * place
    let cube = square * place
    return (
      rest * rest * rest / 6, (4 - 6 * square + 3 * cube) / 6,
      (1 + 3 * place + 3 * square - 3 * cube) / 6, cube / 6
    )
  }
}
