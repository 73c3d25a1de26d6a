package import CPlateauKernels

// Factorizations of matrices, whose rows lie `stride` values apart and are zero past their last column.
// The order of sums is in `plateau_factorizations.h`.
extension plateau_factorizations {
  package typealias In = UnsafePointer<Double>
  package typealias Out = UnsafeMutablePointer<Double>

  /// The inner product of two rows.
  package func dot(count: Int, _ a: In, _ b: In) -> Double { dot(Int64(count), a, b) }

  /// Adds factor · b to a row.
  package func add(count: Int, _ b: In, times factor: Double, to a: Out) {
    add(Int64(count), factor, b, a)
  }

  /// Computes the inner products of all rows, those of row i and row j ≤ i at `i · rows + j`; the
  /// others stay.
  package func multiplyRows(rows: Int, stride: Int, _ a: In, into products: Out) {
    multiply_rows(Int64(rows), Int64(stride), a, products)
  }

  /// Turns rows against each other until all are orthogonal.
  ///
  /// It sets their exponents such that squared lengths are in [1, 4).
  ///
  /// - Returns: Whether the turns came to an end within `sweeps`.
  /// - Precondition: each largest magnitude is in [1, 2), or the row is zero.
  package func orthogonalize(_ rows: UnsafePointer<plateau_rows>, sweeps: Int) -> Bool {
    orthogonalize(rows, Int64(sweeps)) == 1
  }

  /// Factors A = L · Q by reflections: puts L, of min(rows, columns) columns and zero above the
  /// diagonal, in the place of A.
  ///
  /// - `work`: Has room for 17 values for each row.
  package func lowerFactor(rows: Int, columns: Int, stride: Int, _ a: Out, work: Out) {
    lower_factor(Int64(rows), Int64(columns), Int64(stride), a, work)
  }

  /// Computes the singular values in descending order, and destroys the matrix, whose largest
  /// magnitude is near 1.
  ///
  /// - `work`: Has the room that `plateau_singular_values_work` says.
  /// - Precondition: there are no more rows than columns.
  package func singularValues(
    rows: Int, columns: Int, stride: Int, _ a: Out, work: Out, into values: Out
  ) {
    singular_values(Int64(rows), Int64(columns), Int64(stride), a, work, values)
  }
}
