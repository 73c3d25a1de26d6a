import CPlateauKernels

/// The products of values, softmax and normalization that one number type offers.
///
/// Methods over one table of functions, as ``Kernels`` has them. Matrices are stored row by row
/// without padding; what is written overlaps nothing else. Orders of sums are in
/// `plateau_nonlinear.h`.
public struct NonlinearKernels<Element: Scalar>: Sendable {
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>

  // A constant, for any thread.
  nonisolated(unsafe) let table: UnsafePointer<plateau_nonlinear>

  /// Makes the kernels from the tables of ``Element`` at some level.
  init(_ tables: plateau_number_tables) { table = tables.nonlinear }
}

extension NonlinearKernels {
  /// Multiplies values by others, which repeat.
  ///
  /// - `count`: The number of values, a multiple of the period.
  package func multiply(count: Int, period: Int, _ x: In, by s: In, into y: Out) {
    table.pointee.multiply(Int64(count), Int64(period), x, s, y)
  }

  /// Sums the products of two arrays over all repetitions: the gradient of what repeats.
  package func multiplySums(count: Int, period: Int, _ d: In, by x: In, into g: Out) {
    table.pointee.multiply_sums(Int64(count), Int64(period), d, x, g)
  }

  /// Multiplies values as ``multiply(count:period:_:by:into:)`` does, up to a power of two that is added
  /// to `exponent`, so that nothing underflows but beside the largest; what does is counted.
  package func multiplyStably(
    count: Int, period: Int, _ x: In, by s: In, into y: Out,
    exponent: UnsafeMutablePointer<Int64>, flushed: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.multiply_stable(Int64(count), Int64(period), x, s, y, exponent, flushed)
  }

  /// Computes the softmax of scale · z, row by row.
  package func softmax(rows: Int, columns: Int, scale: Double, _ z: In, into p: Out) {
    table.pointee.softmax(Int64(rows), Int64(columns), scale, z, p)
  }

  /// Computes scale · p · (d − Σ p·d) for the softmax p of scale · z.
  package func softmaxBack(
    rows: Int, columns: Int, scale: Double, _ z: In, signal: In, into target: Out
  ) {
    table.pointee.softmax_back(Int64(rows), Int64(columns), scale, z, signal, target)
  }

  /// Adds up p · (1 − p), the slopes of each p by its own logit.
  package func softmaxSlopes(rows: Int, columns: Int, _ p: In) -> Double {
    var sum = 0.0
    table.pointee.softmax_slopes(Int64(rows), Int64(columns), p, &sum)
    return sum
  }

  /// Adds the derivative of `weight` times that sum with respect to p to a signal.
  package func addSoftmaxPenalty(count: Int, weight: Double, _ p: In, to signal: Out) {
    table.pointee.softmax_penalty(Int64(count), weight, p, signal)
  }

  /// Computes what ``softmaxBack(rows:columns:scale:_:signal:into:)`` does as terms and logarithms of their factors, in which nothing cancels or underflows.
  package func softmaxTerms(
    rows: Int, columns: Int, scale: Double, _ z: In, signal: In, into terms: Out, logs: Out
  ) {
    table.pointee.softmax_terms(Int64(rows), Int64(columns), scale, z, signal, terms, logs)
  }

  /// Takes the mean of each row off its numbers; `isAbsolute` multiplies them by the magnitudes of the
  /// matrix that does so instead.
  package func center(rows: Int, columns: Int, isAbsolute: Bool, _ x: In, into y: Out) {
    table.pointee.center(Int64(rows), Int64(columns), isAbsolute ? 1 : 0, x, y)
  }

  /// Divides each row by √(mean square + ε).
  package func normalize(rows: Int, columns: Int, epsilon: Double, _ x: In, into y: Out) {
    table.pointee.normalize(Int64(rows), Int64(columns), epsilon, x, y)
  }

  /// Computes (δ − y · mean of δ·y) / √(mean square + ε), row by row.
  package func normalizeBack(
    rows: Int, columns: Int, epsilon: Double, _ x: In, signal: In, into target: Out
  ) {
    table.pointee.normalize_back(Int64(rows), Int64(columns), epsilon, x, signal, target)
  }

  /// Computes the same up to a power of two that is added to `exponent`, so that nothing underflows but
  /// beside the largest of all rows; what does is counted.
  package func normalizeStably(
    rows: Int, columns: Int, epsilon: Double, _ x: In, signal: In, into target: Out,
    exponent: UnsafeMutablePointer<Int64>, flushed: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.normalize_stable(
      Int64(rows), Int64(columns), epsilon, x, signal, target, exponent, flushed)
  }
}
