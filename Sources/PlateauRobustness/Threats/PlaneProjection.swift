import PlateauNumerics

/// The shortest way from a point in the box to a hyperplane, inside the box.
///
/// The way moves every value towards the plane: by the same amount in ℓ∞, in proportion to its
/// weight in ℓ₂, and no further than its bound. How far is the root of a concave, increasing,
/// piecewise linear function, which Newton's method from 0 reaches exactly after finitely many
/// steps, without sorting.
struct PlaneProjection {
  /// Whether values move in proportion to their weights, and not all by the same amount.
  let isProportional: Bool
  let box: ClosedRange<Double>
  let count: Int

  /// Finds the shortest move *d* with `weights`·*d* = `amount` that stays in the box.
  ///
  /// - Returns: The largest magnitude of the move, or the sum of its squares where it is
  ///   proportional.
  func move(
    from point: UnsafePointer<Double>, weights: UnsafePointer<Double>, amount: Double,
    into move: UnsafeMutablePointer<Double>
  ) -> Double {
    let side = amount < 0 ? -1.0 : 1.0
    let reach = reach(from: point, weights, side: side, to: amount.magnitude)
    return LevelTable.projections.reachMove(
      count: count, point: point, weights: weights, side: side, lower: box.lowerBound,
      upper: box.upperBound, reach: reach, isProportional: isProportional, into: move)
  }

  private func reach(
    from point: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, side: Double,
    to amount: Double
  ) -> Double {
    guard amount > 0 else { return 0 }
    var reach = 0.0
    while true {
      var fixed = 0.0
      var slope = 0.0
      LevelTable.projections.reachTerms(
        count: count, point: point, weights: weights, side: side, lower: box.lowerBound,
        upper: box.upperBound, reach: reach, isProportional: isProportional, fixed: &fixed,
        slope: &slope)
      guard slope > 0 else { return .greatestFiniteMagnitude }
      let next = (amount - fixed) / slope
      // Concave: the root is never passed; what does not grow any more is exact.
      guard next > reach else { return reach }
      guard next.isFinite else { return .greatestFiniteMagnitude }
      reach = next
    }
  }
}
