package import CPlateauKernels

/// The interval arithmetic of training that one number type offers, rounded to nearest.
///
/// Methods over one table of functions, as ``Kernels`` has them. A box is kept as centers and
/// radii. Orders of sums are in `plateau_intervals.h`; arguments do not overlap.
public struct IntervalKernels<Element: Scalar>: Sendable {
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>
  package typealias Labels = UnsafePointer<Int32>

  // A constant, for any thread.
  nonisolated(unsafe) let table: UnsafePointer<plateau_intervals>

  /// Makes the kernels from the tables of ``Element`` at some level.
  init(_ tables: plateau_number_tables) { table = tables.intervals }
}

extension IntervalKernels {
  /// Encloses all values within `epsilon` of a point that lie in [lower, upper].
  package func ball(
    count: Int, around point: In, epsilon: Element, lower: Element, upper: Element, center: Out,
    radius: Out
  ) {
    table.pointee.ball(
      Int64(count), point, epsilon.widened, lower.widened, upper.widened, center, radius)
  }

  /// Takes the magnitude of each number.
  package func magnitudes(count: Int, of values: In, into target: Out) {
    table.pointee.magnitudes(Int64(count), values, target)
  }

  /// Makes factor · (first − second) and factor · (first + second), in place.
  ///
  /// With factor 1 it brings centers and radii to ends; with ½ it is the transpose of
  /// ``toCenters(count:factor:first:second:)`` with ½.
  package func toEnds(count: Int, factor: Element, first: Out, second: Out) {
    table.pointee.to_ends(Int64(count), factor.widened, first, second)
  }

  /// Makes factor · (first + second) and factor · (second − first), in place.
  ///
  /// With factor ½ it brings ends to centers and radii; with 1 it is the transpose of
  /// ``toEnds(count:factor:first:second:)`` with 1.
  package func toCenters(count: Int, factor: Element, first: Out, second: Out) {
    table.pointee.to_centers(Int64(count), factor.widened, first, second)
  }

  /// Sums the units of a layer by the signs of their intervals; overwrites the sums.
  package func sums(
    count: Int, lower: In, upper: In, into sums: UnsafeMutablePointer<plateau_interval_sums>
  ) {
    table.pointee.sums(Int64(count), lower, upper, sums)
  }

  /// Adds to the signals at centers and radii what is asked for by the signs of their intervals.
  package func pull(
    count: Int, lower: In, upper: In, by pull: UnsafePointer<plateau_interval_pull>, center: Out,
    radius: Out
  ) {
    table.pointee.pull(Int64(count), lower, upper, pull, center, radius)
  }
}

extension IntervalKernels {
  /// Applies a function to the boxes of `center + bias`, in place.
  ///
  /// - `lower`: Receives the lower ends of what the function is applied to.
  /// - `upper`: Receives the upper ends.
  /// - `slopeLower`: Receives the slopes at the lower ends; of functions after the first five,
  ///   where the least value is attained, 0 between the ends.
  /// - `slopeUpper`: Receives those at the upper ends, or where the largest value is attained.
  /// - `complement`: The sum of the largest values of the complementary function is added to it.
  package func activate(
    _ function: plateau_function, rows: Int, columns: Int, center: Out, radius: Out, bias: In,
    lower: Out, upper: Out, slopeLower: Out, slopeUpper: Out,
    complement: UnsafeMutablePointer<Double>
  ) {
    table.pointee.activate(
      function, Int64(rows), Int64(columns), center, radius, bias, lower, upper, slopeLower,
      slopeUpper, complement)
  }

  /// Brings signals at the box of an activation to the box of what enters it, in place, with the
  /// gradient of `weight` times the largest complementary function added.
  package func backward(
    _ function: plateau_function, count: Int, center: Out, radius: Out, lower: In, upper: In,
    slopeLower: In, slopeUpper: In, weight: Element
  ) {
    table.pointee.backward(
      function, Int64(count), center, radius, lower, upper, slopeLower, slopeUpper,
      weight.widened)
  }
}
