package import CPlateauKernels

// Boxes that hold in real arithmetic: lower ends are not above, upper ends not below the real numbers.
// Arguments do not overlap.
extension plateau_enclosures {
  package typealias In = UnsafePointer<Double>
  package typealias Out = UnsafeMutablePointer<Double>

  /// Whether all numbers are in [lower, upper]; NaN is not.
  package func allWithin(count: Int, _ values: In, lower: Double, upper: Double) -> Bool {
    all_within(Int64(count), values, lower, upper) != 0
  }

  /// Encloses all values within `epsilon` of a point that lie in [lower, upper].
  package func ball(
    count: Int, around point: In, epsilon: Double, lower: Double, upper: Double, low: Out,
    high: Out
  ) {
    ball(Int64(count), point, epsilon, lower, upper, low, high)
  }

  /// Finds centers near the middle of boxes, and spreads not below the radius around them plus
  /// gamma · |center|.
  package func centers(count: Int, low: In, high: In, gamma: Double, center: Out, spread: Out) {
    centers(Int64(count), low, high, gamma, center, spread)
  }

  /// Encloses sums: center + bias ∓ (spread + errors).
  ///
  /// - `intersects`: Whether bounds that are tighter in `low` and `high` stay.
  /// - Returns: Whether all are finite; where one is not, both its ends are 0.
  package func sums(
    count: Int, center: In, spread: In, errors: UnsafePointer<plateau_sum_errors>,
    intersects: Bool, low: Out, high: Out
  ) -> Bool {
    sums(Int64(count), center, spread, errors, intersects ? 1 : 0, low, high) == 0
  }

  /// Moves boxes through the logistic function, in place.
  ///
  /// The ends are off by at most 2⁻⁴⁸ of themselves and 2⁻¹⁰⁶⁹.
  package func sigmoid(count: Int, low: Out, high: Out) {
    sigmoid(Int64(count), low, high)
  }

  /// Multiplies rows that differ from a base in few columns, of shape `[rows, outputs]`.
  ///
  /// - `bases`: Two for each row, for the sums of weights and for those of their magnitudes.
  /// - `starts`: Where the differences of each row start, and where the last ones end.
  package func addDifferences(
    rows: Int, panels: UnsafePointer<plateau_panels>, bases: In, starts: UnsafePointer<Int64>,
    differences: UnsafePointer<plateau_difference>, centers: Out, spreads: Out
  ) {
    add_differences(Int64(rows), panels, bases, starts, differences, centers, spreads)
  }
}
