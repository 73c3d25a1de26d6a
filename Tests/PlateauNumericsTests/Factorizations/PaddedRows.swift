import CPlateauKernels
import PlateauNumerics

/// A matrix as the kernels of factorizations take it.
struct PaddedRows {
  let rows: Int
  let columns: Int
  let stride: Int
  var values: [Double]

  init(_ matrix: Matrix<Double>) {
    rows = matrix.rows
    columns = matrix.columns
    stride = Int(plateau_row_stride(Int64(columns)))
    values = Array(repeating: 0, count: rows * stride)
    for row in 0..<rows {
      for column in 0..<columns { values[row * stride + column] = matrix[row, column] }
    }
  }

  /// The tables of all levels that this processor runs.
  static let tables = ProcessorLevel.available.map {
    LevelTable.table(at: $0).factorizations.pointee
  }

  /// L of A = L·Q, of shape `[rows, min(rows, columns)]`.
  func lowerFactor(_ table: plateau_factorizations) -> Matrix<Double> {
    var factor = values
    // What is in the memory is not to matter.
    var work = [Double](repeating: .nan, count: 17 * rows)
    table.lowerFactor(rows: rows, columns: columns, stride: stride, &factor, work: &work)
    let least = min(rows, columns)
    return Matrix(
      rows: rows, columns: least,
      elements: (0..<rows).flatMap { factor[$0 * stride..<$0 * stride + least] })
  }

  /// The singular values, in descending order.
  func singularValues(_ table: plateau_factorizations) -> [Double] {
    precondition(rows <= columns, "a matrix that is not tall")
    var matrix = values
    let size = plateau_singular_values_work(Int64(rows), Int64(stride))
    var work = [Double](repeating: .nan, count: Int(size))
    var result = [Double](repeating: .nan, count: rows)
    table.singularValues(
      rows: rows, columns: columns, stride: stride, &matrix, work: &work, into: &result)
    return result
  }

  /// The rows turned against each other, and their exponents, where they start without any.
  func orthogonalized(_ table: plateau_factorizations) -> (values: [Double], exponents: [Int]) {
    var turned = values
    var exponents = [Int](repeating: 0, count: rows)
    var squares = [Double](repeating: 0, count: rows)
    var origins = squares
    for row in 0..<rows {
      origins[row] = values[row * stride..<(row + 1) * stride].reduce(0) { $0 + $1 * $1 }
    }
    turned.withUnsafeMutableBufferPointer { turned in
      exponents.withUnsafeMutableBufferPointer { exponents in
        squares.withUnsafeMutableBufferPointer { squares in
          origins.withUnsafeMutableBufferPointer { origins in
            guard let turned = turned.baseAddress, let exponents = exponents.baseAddress,
              let squares = squares.baseAddress, let origins = origins.baseAddress
            else { return }
            var block = plateau_rows(
              count: Int64(rows), columns: Int64(columns), stride: Int64(stride), values: turned,
              exponents: exponents, squares: squares, origins: origins)
            _ = table.orthogonalize(&block, sweeps: 60)
          }
        }
      }
    }
    return (turned, exponents)
  }
}
