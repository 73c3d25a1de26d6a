import CPlateauKernels

extension Kernels {
  /// Applies a function to `sums + bias`, in place; the bias is one number for each column.
  package func activate(
    _ function: Function, rows: Int, columns: Int, sums: Out, bias: In
  ) {
    table.pointee.activate(function, Int64(rows), Int64(columns), sums, bias)
  }

  /// Applies a function in place as ``activate(_:rows:columns:sums:bias:)`` does, with its slope.
  ///
  /// - `slope`: Receives the slopes, `[rows, columns]`.
  /// - `complement`: Receives the sum of the complementary function.
  /// - `saturated`: Receives the number of units whose slope is at most 0.01 of the largest.
  package func activateSlope(
    _ function: Function, rows: Int, columns: Int, sums: Out, bias: In, slope: Out,
    complement: UnsafeMutablePointer<Double>, saturated: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.activate_slope(
      function, Int64(rows), Int64(columns), sums, bias, slope, complement, saturated)
  }

  /// Applies a function in place, softened or not, with the natural logarithm of its slope's
  /// magnitude.
  ///
  /// - `softness`: 0 for the exact function, as is 1 for sigmoid and tanh.
  /// - `logSlope`: Receives the logarithms, `[rows, columns]`.
  /// - `sign`: Receives the signs of the slopes, 1 for 0; the first five functions write none.
  package func activateLogSlope(
    _ function: Function, rows: Int, columns: Int, sums: Out, bias: In, softness: Element,
    logSlope: Out, sign: Out?
  ) {
    table.pointee.activate_log_slope(
      function, Int64(rows), Int64(columns), sums, bias, softness.widened, logSlope, sign)
  }

  /// Multiplies signals by slopes, in place.
  ///
  /// - `activation`: What the function put out, from which frameworks compute slopes, too;
  ///   of functions after the first five the slopes themselves.
  package func backwardNaive(_ function: Function, count: Int, signal: Out, activation: In) {
    table.pointee.backward_naive(function, Int64(count), signal, activation)
  }

  /// Multiplies signals by slopes and adds `weight` times the derivative of the complementary
  /// function, in place.
  package func backwardPenalty(
    _ function: Function, count: Int, signal: Out, activation: In, slope: In, weight: Element
  ) {
    table.pointee.backward_penalty(
      function, Int64(count), signal, activation, slope, weight.widened)
  }

  /// Multiplies signals by slopes that are given by their logarithms, in place, and takes a power
  /// of two out of each row that brings its largest near 1.
  ///
  /// - `sign`: The signs of the slopes; all are 1 without.
  /// - `exponents`: One for each row, to which its power is added.
  /// - `flushed`: Counts the values that flush to zero beside the largest of their row.
  package func backwardStable(
    rows: Int, columns: Int, signal: Out, logSlope: In, sign: In?,
    exponents: UnsafeMutablePointer<Int64>, flushed: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.backward_stable(
      Int64(rows), Int64(columns), signal, logSlope, sign, exponents, flushed)
  }
}
