import PlateauNumerics

extension SeededGenerator {
  /// A bell-shaped number of the given mean and standard deviation.
  ///
  /// It is a sum of four uniform numbers, so it needs no logarithm and stays within 3.47 standard
  /// deviations of the mean.
  mutating func bell(_ mean: Double, _ deviation: Double) -> Double {
    let sum = uniform() + uniform() + uniform() + uniform()
    return mean + deviation * 1.7320508075688772 * (sum - 2)
  }

  /// Whether something of the given probability happens.
  mutating func chance(_ probability: Double) -> Bool {
    uniform() < probability
  }
}
