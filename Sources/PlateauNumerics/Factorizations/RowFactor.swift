/// Memory for the factor L of A = L·Q, where the rows of A have powers of two of their own.
///
/// Everything that is asked of A's rows up to a rotation of their space, such as singular values,
/// also of combinations of rows, can be asked of the small L instead.
package final class RowFactor<Element: Scalar> {
  package let rows: Int
  package let columns: Int
  /// L, `[rows, min(rows, columns)]`, zero above the diagonal.
  package let factor: ScaledRows
  private let wide: ScaledRows
  private let work: UnsafeMutablePointer<Double>

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    factor = ScaledRows(capacity: rows, columns: min(rows, columns))
    wide = ScaledRows(capacity: rows, columns: columns)
    work = FactorizationMemory.allocate(max(rows * rows, 17 * rows))
  }

  deinit {
    FactorizationMemory.free(work)
  }

  /// Computes L for the rows `mantissas[i] · 2^exponents[i]`.
  ///
  /// In double precision by Householder reflections, where each row of L has an error relative to
  /// its own length of a few units of 2⁻⁵³. In single precision from the products of the rows in
  /// double precision, which are exact but for their sums: the error of √(`columns` · 2⁻⁵³) of a
  /// row's length at most, in practice below that of rounding the row to single precision, and it
  /// is several times as fast.
  package func compute(_ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>) {
    for row in 0..<rows {
      factor.exponents[row] = Int(exponents[row])
      wide.exponents[row] = 0
    }
    if Element.self == Float.self {
      let singles = UnsafeRawPointer(mantissas).assumingMemoryBound(to: Float.self)
      for row in 0..<rows {
        Double.kernels.fromSingles(count: columns, singles + row * columns, into: wide.row(row))
      }
      factorProducts()
    } else {
      for row in 0..<rows {
        let (source, target) = (mantissas + row * columns, wide.row(row))
        for column in 0..<columns { target[column] = Double(source[column]) }
      }
      reflect()
    }
    for row in 0..<rows { factor.settle(row) }
  }

  private func reflect() {
    for row in 0..<rows {
      wide.normalize(row)
      factor.exponents[row] += wide.exponents[row]
    }
    LevelTable.factorizations.lowerFactor(
      rows: rows, columns: columns, stride: wide.stride, wide.values, work: work)
    for row in 0..<rows { factor.row(row).update(from: wide.row(row), count: factor.columns) }
  }

  /// Cholesky's factor of the products of all rows; a row that depends on those before it to within
  /// their rounding has no length of its own.
  private func factorProducts() {
    LevelTable.factorizations.multiplyRows(
      rows: rows, stride: wide.stride, wide.values, into: work)
    let noise = Double(columns) * 0x1p-53
    for row in 0..<rows {
      let target = factor.row(row)
      target.clear(count: factor.columns)
      var rest = work[row * rows + row]
      for column in 0..<min(row, factor.columns) {
        let other = factor.row(column)
        guard other[column] != 0 else { continue }
        var sum = work[row * rows + column]
        for index in 0..<column { sum -= target[index] * other[index] }
        target[column] = sum / other[column]
        rest -= target[column] * target[column]
      }
      guard row < factor.columns else { continue }
      // False for NaN, which then stands on the diagonal.
      target[row] = rest <= noise * work[row * rows + row] ? 0 : rest.squareRoot()
    }
  }
}
