package import PlateauNetworks
import PlateauNumerics

extension UnitwiseFunction {
  /// Whether larger values come of larger ones.
  var isMonotone: Bool { curve.turns.isEmpty }

  /// Numbers that are not above, and not below, any φ(z) of an interval.
  package func range(over low: Double, _ high: Double) -> (lower: Double, upper: Double) {
    if isMonotone { return (lower(at: low), upper(at: high)) }
    // Lines of slope 0 around the curve.
    return (
      CurveSide(self, isUpper: false, over: low, high).intercept(low, high, slope: 0),
      CurveSide(self, isUpper: true, over: low, high).intercept(low, high, slope: 0)
    )
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
