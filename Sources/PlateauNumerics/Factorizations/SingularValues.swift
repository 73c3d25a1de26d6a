/// Memory for the singular values of matrices of one shape, whose rows have powers of two.
///
/// They come from rotations that respect the scale of every row, see ``ScaledRows/orthogonalize()``,
/// or else from a bidiagonalization of rows that are first brought to the largest one's power of two:
/// its errors are relative to the largest singular value, and with many rows it is far faster. Either
/// way they are the same to the last bit on every processor.
package final class SingularValues<Element: Scalar> {
  package let rows: Int
  package let columns: Int
  /// The number of singular values.
  package var count: Int { min(rows, columns) }
  /// The factor of a matrix; nil where scales are not respected.
  private let factor: RowFactor<Element>?
  private let bidiagonal: BidiagonalValues<Element>?
  private let rotated: ScaledRows
  private let differences: ScaledRows
  private let lengths: UnsafeMutablePointer<ScaledValue>
  private let coefficients: UnsafeMutablePointer<ScaledValue>
  private let ranks: UnsafeMutablePointer<Int>

  /// The most rows for which scales are respected by default: beyond, it costs several times as much.
  package static var fewRows: Int { 32 }

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - rows: The rows of each matrix.
  ///   - columns: The columns of each matrix.
  ///   - respectsScales: Whether small singular values keep their relative accuracy; by default up
  ///     to ``fewRows`` rows.
  package init(rows: Int, columns: Int, respectsScales: Bool? = nil) {
    self.rows = rows
    self.columns = columns
    let respectsScales = respectsScales ?? (rows <= Self.fewRows)
    factor = respectsScales ? RowFactor(rows: rows, columns: columns) : nil
    bidiagonal = respectsScales ? nil : BidiagonalValues(rows: rows, columns: columns)
    let capacity = respectsScales ? rows : 0
    rotated = ScaledRows(capacity: capacity, columns: min(rows, columns))
    differences = ScaledRows(capacity: capacity, columns: min(rows, columns))
    lengths = .allocate(capacity: max(1, rows))
    coefficients = .allocate(capacity: max(1, rows))
    ranks = .allocate(capacity: max(1, rows))
    lengths.initialize(repeating: .zero, count: max(1, rows))
    coefficients.initialize(repeating: .zero, count: max(1, rows))
    ranks.initialize(repeating: 0, count: max(1, rows))
  }

  deinit {
    lengths.deallocate()
    coefficients.deallocate()
    ranks.deallocate()
  }

  /// Computes the singular values of the rows `mantissas[i] · 2^exponents[i]`, in descending order.
  ///
  /// All are NaN where a value is not finite.
  ///
  /// - Parameters:
  ///   - mantissas: Of shape `[rows, columns]`.
  ///   - exponents: A power of two for each row.
  ///   - result: Receives ``count`` values.
  package func compute(
    _ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>,
    into result: UnsafeMutablePointer<ScaledValue>
  ) {
    guard Element.kernels.allFinite(count: rows * columns, of: mantissas) else {
      return result.update(repeating: ScaledValue(.nan), count: count)
    }
    if let bidiagonal { return bidiagonal.compute(mantissas, exponents, into: result) }
    guard let factor else { return }
    factor.compute(mantissas, exponents)
    rotated.load(factor.factor)
    settle(into: result)
  }

  /// Computes the singular values of (diag p − p·pᵀ)·A, for the A that was given last, as many as of
  /// A itself; the last of a square or wide A is exactly 0.
  ///
  /// Row *i* of the product is p_i Σ_j p_j (A_i − A_j), whatever the smallness of p_i. The row of the
  /// likeliest class is minus the sum of all others, R: the singular values are those of [R; −1ᵀR],
  /// and of C·R where CᵀC = I + 1·1ᵀ. With the rows of R in descending order of length the triangular
  /// C keeps their scales.
  ///
  /// - Parameters:
  ///   - softmax: p, of as many classes as there are rows.
  ///   - result: Receives ``count`` values.
  /// - Precondition: scales are respected, and A is finite.
  package func compute(_ softmax: ScaledSoftmax, into result: UnsafeMutablePointer<ScaledValue>) {
    guard let factor else { preconditionFailure("scales of rows are not respected") }
    var place = 0
    for row in 0..<rows where row != softmax.winner {
      for column in 0..<rows { coefficients[column] = softmax.slope(row, column) }
      differences.combine(place, coefficients, factor.factor)
      place += 1
    }
    differences.count = place
    differences.order(into: ranks)
    for row in 0..<place {
      coefficients.update(repeating: .zero, count: rows)
      let index = Double(row + 1)
      coefficients[ranks[row]] = ScaledValue(((index + 1) / index).squareRoot())
      let others = ScaledValue(1 / (index * (index + 1)).squareRoot())
      for later in row + 1..<max(place, row + 1) { coefficients[ranks[later]] = others }
      rotated.combine(row, coefficients, differences)
    }
    rotated.count = place
    settle(into: result)
  }

  private func settle(into result: UnsafeMutablePointer<ScaledValue>) {
    rotated.orthogonalize()
    rotated.lengths(into: lengths)
    for index in 0..<count { result[index] = index < rotated.count ? lengths[index] : .zero }
  }
}
