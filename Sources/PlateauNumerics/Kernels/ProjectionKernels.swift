package import CPlateauKernels

// Moves into balls and onto planes. What is written overlaps nothing.
extension plateau_projections {
  package typealias In = UnsafePointer<Double>

  /// Finds the singles nearest to a proposal within `epsilon` of an origin, in real numbers, and
  /// within [lower, upper]; where the proposal is no number, the origin.
  package func containLinf(
    count: Int, _ proposal: In, around origin: UnsafePointer<Float>, epsilon: Double,
    lower: Float, upper: Float, into output: UnsafeMutablePointer<Float>
  ) {
    contain_linf(Int64(count), proposal, origin, epsilon, lower, upper, output)
  }

  /// Sums what a move by `reach`, times |weight| where it is proportional, contributes to
  /// weights · move.
  ///
  /// - `fixed`: Receives the share of values that reach the end of [lower, upper].
  /// - `slope`: Receives the slope of the others.
  package func reachTerms(
    count: Int, point: In, weights: In, side: Double, lower: Double, upper: Double,
    reach: Double, isProportional: Bool, fixed: UnsafeMutablePointer<Double>,
    slope: UnsafeMutablePointer<Double>
  ) {
    reach_terms(
      Int64(count), point, weights, side, lower, upper, reach, isProportional ? 1 : 0, fixed,
      slope)
  }

  /// Makes the move itself.
  ///
  /// - Returns: Its largest magnitude, or the sum of its squares where it is proportional.
  package func reachMove(
    count: Int, point: In, weights: In, side: Double, lower: Double, upper: Double,
    reach: Double, isProportional: Bool, into move: UnsafeMutablePointer<Double>
  ) -> Double {
    reach_move(
      Int64(count), point, weights, side, lower, upper, reach, isProportional ? 1 : 0, move)
  }
}
