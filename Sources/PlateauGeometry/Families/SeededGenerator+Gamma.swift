import PlateauNumerics

extension SeededGenerator {
  /// A number of the Gamma distribution with density proportional to x^(a−1)·e^(−x).
  ///
  /// - Precondition: the shape a is at least 1 and finite.
  ///
  /// Source: G. Marsaglia and W. Tsang, "A Simple Method for Generating Gamma Variables", 2000,
  /// without the squeeze, which only saves logarithms.
  mutating func gamma(shape: Double) -> Double {
    precondition(shape >= 1 && shape.isFinite, "the shape is at least 1")
    let center = shape - 1.0 / 3
    let spread = 1 / (9 * center).squareRoot()
    while true {
      let x = normal()
      let root = 1 + spread * x
      guard root > 0 else { continue }
      let volume = root * root * root
      // 1 − U lies in (0, 1]: its logarithm is finite.
      let bound = 0.5 * x * x + center * (1 - volume + Elementary.log(volume))
      if Elementary.log(1 - uniform()) < bound { return center * volume }
    }
  }
}
