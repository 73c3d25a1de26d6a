import CPlateauKernels

extension Kernels {
  /// Sums the columns of a matrix, whose rows lie `stride` apart, row after row.
  package func columnSums(
    rows: Int, columns: Int, of matrix: In, stride: Int, into sums: Out
  ) {
    table.pointee.column_sums(Int64(rows), Int64(columns), Int64(stride), matrix, sums)
  }

  /// Multiplies numbers by a factor, in place.
  package func scale(count: Int, values: Out, by factor: Element) {
    table.pointee.scale(Int64(count), values, factor.widened)
  }

  /// Widens singles, exactly.
  package func fromSingles(count: Int, _ source: UnsafePointer<Float>, into target: Out) {
    table.pointee.from_singles(Int64(count), source, target)
  }

  /// Rounds to singles, to nearest.
  package func toSingles(count: Int, _ source: In, into target: UnsafeMutablePointer<Float>) {
    table.pointee.to_singles(Int64(count), source, target)
  }

  /// The squared Euclidean distance of two points, which is summed in double precision.
  package func squaredDistance(count: Int, from a: In, to b: In) -> Double {
    table.pointee.squared_distance(Int64(count), a, b)
  }

  /// The largest magnitude, 0 of no numbers; NaN counts as infinity.
  package func largestMagnitude(count: Int, of values: In) -> Element {
    Element(table.pointee.largest_magnitude(Int64(count), values))
  }

  /// Whether every number is finite.
  package func allFinite(count: Int, of values: In) -> Bool {
    table.pointee.all_finite(Int64(count), values) != 0
  }
}
