package import PlateauNetworks
import PlateauNumerics

extension UnitwiseFunction {
  /// Numbers that are not above, and not below, any φ(z) of an interval.
  ///
  /// On an interval where φ is not defined everywhere nothing is known: they are −∞ and ∞.
  package func range(over low: Double, _ high: Double) -> (lower: Double, upper: Double) {
    guard isDefined(on: low, high) else { return (-.infinity, .infinity) }
    if isIncreasing { return (lower(at: low), upper(at: high)) }
    // Lines of slope 0 around the curve.
    let lower = CurveSide(self, isUpper: false, over: low, high).intercept(low, high, slope: 0)
    let upper = CurveSide(self, isUpper: true, over: low, high).intercept(low, high, slope: 0)
    let limits = limits
    return (max(lower, limits.lower), min(upper, limits.upper))
  }

  /// What no value exceeds: the extremes where it has both, and 0 where it is nowhere negative.
  private var limits: (lower: Double, upper: Double) {
    if let values, values.upperBound > 0x1p-20 { return (values.lowerBound, values.upperBound) }
    return (isNonnegative ? 0 : -.infinity, .infinity)
  }
}

extension Activation {
  /// Numbers that are not above, and not below, any φ(z) of an interval.
  func range(over low: Double, _ high: Double) -> (lower: Double, upper: Double) {
    function.range(over: low, high)
  }

  /// A number that is not above φ(z).
  func lower(at z: Double) -> Double { function.lower(at: z) }

  /// A number that is not below φ(z).
  func upper(at z: Double) -> Double { function.upper(at: z) }
}
