import CPlateauKernels

/// Memory for singular values by bidiagonalization and bisection.
///
/// Each has an error of a few units of 2⁻⁵³ times the largest. Bisection always ends.
final class BidiagonalValues<Element: Scalar> {
  private let rows: Int
  private let columns: Int
  /// The matrix, on its side where it has more rows than columns.
  private let matrix: ScaledRows
  private let work: UnsafeMutablePointer<Double>
  private let values: UnsafeMutablePointer<Double>

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    matrix = ScaledRows(capacity: min(rows, columns), columns: max(rows, columns))
    work = FactorizationMemory.allocate(
      Int(plateau_singular_values_work(Int64(matrix.capacity), Int64(matrix.stride))))
    values = FactorizationMemory.allocate(matrix.capacity)
  }

  deinit {
    FactorizationMemory.free(work)
    FactorizationMemory.free(values)
  }

  /// Computes the singular values of the finite rows `mantissas[i] · 2^exponents[i]`, in descending
  /// order.
  func compute(
    _ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>,
    into result: UnsafeMutablePointer<ScaledValue>
  ) {
    let count = matrix.capacity
    func largest(_ row: Int) -> Double {
      Double(Element.kernels.largestMagnitude(count: columns, of: mantissas + row * columns))
    }
    // That of the largest magnitude of all.
    var order = Int.min
    for row in 0..<rows where largest(row) > 0 {
      order = max(order, Int(largest(row).exponent) + Int(exponents[row]))
    }
    guard order > Int.min else { return result.update(repeating: .zero, count: count) }
    for row in 0..<rows {
      // A zero has no scale: its power of two may be any.
      let shift = largest(row) > 0 ? Int(exponents[row]) - order : 0
      store(mantissas + row * columns, asRow: row, times: shift)
    }
    LevelTable.factorizations.singularValues(
      rows: count, columns: matrix.columns, stride: matrix.stride, matrix.values, work: work,
      into: values)
    for index in 0..<count { result[index] = ScaledValue(values[index], exponent: order) }
  }

  private func store(_ source: UnsafePointer<Element>, asRow row: Int, times shift: Int) {
    let isTurned = rows > columns
    let target = isTurned ? matrix.values + row : matrix.row(row)
    let step = isTurned ? matrix.stride : 1
    // In two steps, since the factor itself may overflow.
    let half = shift / 2
    let (first, second) = (Double.powerOfTwo(half), Double.powerOfTwo(shift - half))
    for column in 0..<columns { target[column * step] = Double(source[column]) * first * second }
  }
}
