import PlateauNumerics

/// A smooth random function of one variable: a uniform cubic B-spline with random coefficients.
struct Ripple {
  private var coefficients = [Double](repeating: 0, count: 16)

  /// Draws new coefficients of standard deviation 1.
  mutating func draw(_ random: inout SeededGenerator) {
    for index in 0..<16 { coefficients[index] = random.bell(0, 1) }
  }

  /// The value at `position >= 0`; coefficients are one apart and repeat after 16.
  func value(_ position: Double) -> Double {
    let cell = Int(position)
    let weights = Spline.weights(position - Double(cell))
    return weights.0 * coefficients[cell & 15] + weights.1 * coefficients[(cell + 1) & 15]
      + weights.2 * coefficients[(cell + 2) & 15] + weights.3 * coefficients[(cell + 3) & 15]
  }
}
