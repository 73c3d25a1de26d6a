package import CPlateauKernels

// Vectors of searches. A mask is 1 where a value may move, and 0 where it is held. What is written
// overlaps nothing. The order of sums is in `plateau_searches.h`.
extension plateau_searches {
  package typealias In = UnsafePointer<Double>
  package typealias Out = UnsafeMutablePointer<Double>

  /// The inner product of two vectors.
  package func dot(count: Int, _ a: In, _ b: In) -> Double { dot(Int64(count), a, b) }

  /// The inner product of a difference, a − c, and b.
  package func dotOfDifference(count: Int, _ a: In, minus c: In, _ b: In) -> Double {
    dot_of_difference(Int64(count), a, c, b)
  }

  /// Sums a · f and f · f with f = b · mask.
  package func curvature(
    count: Int, _ a: In, _ b: In, mask: In, product: Out, square: Out
  ) {
    curvature(Int64(count), a, b, mask, product, square)
  }

  /// Subtracts: a − c.
  package func subtract(count: Int, _ c: In, from a: In, into difference: Out) {
    subtract(Int64(count), a, c, difference)
  }

  /// Adds factor · a · mask.
  package func addMasked(count: Int, _ a: In, times factor: Double, mask: In, to target: Out) {
    add_masked(Int64(count), factor, a, mask, target)
  }

  /// Finds the mask that holds values at an end of [lower, upper] which the gradient pushes
  /// outwards, and the descent along the others.
  ///
  /// - Returns: The descent's largest magnitude, NaN left out.
  package func descend(
    count: Int, point: In, gradient: In, lower: Double, upper: Double, mask: Out, direction: Out
  ) -> Double {
    descend(Int64(count), point, gradient, lower, upper, mask, direction)
  }

  /// Moves a point by step · direction, into [lower, upper].
  package func advance(
    count: Int, point: In, along direction: In, step: Double, lower: Double, upper: Double,
    into target: Out
  ) {
    advance(Int64(count), point, direction, step, lower, upper, target)
  }

  /// Moves a point, in place, to (1 − bias)(point + overshoot · way) + bias (origin + overshoot ·
  /// wayOfOrigin), into [lower, upper], and rounds it to single.
  package func advanceBetween(
    count: Int, point: Out, way: In, origin: In, wayOfOrigin: In, bias: Double,
    overshoot: Double, lower: Double, upper: Double
  ) {
    advance_between(
      Int64(count), point, way, origin, wayOfOrigin, bias, overshoot, lower, upper)
  }

  /// The largest |a − b|, NaN left out.
  package func largestDifference(count: Int, _ a: In, _ b: In) -> Double {
    largest_difference(Int64(count), a, b)
  }
}
