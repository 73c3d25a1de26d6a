import PlateauNumerics

extension Matrix<Double> {
  /// Elements between −1 and 1.
  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<Double> {
    var generator = SeededGenerator(seed: seed, purpose: "matrix")
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in generator.uniform(-1, 1) })
  }

  /// The matrix with rows and columns exchanged.
  var transposed: Matrix<Double> {
    Matrix(
      rows: columns, columns: rows,
      elements: (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } })
  }
}
