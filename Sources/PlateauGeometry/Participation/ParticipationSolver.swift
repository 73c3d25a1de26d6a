import PlateauNumerics

/// Memory for the participation of one Jacobian, used by one thread.
final class ParticipationSolver<Element: Scalar> {
  private let outputs: Int
  private let features: Int
  private let aligned: AlignedRows<Element>
  private let product: RowBuffer<Element>
  private let columns: RowBuffer<Double>

  init(outputs: Int, features: Int) {
    self.outputs = outputs
    self.features = features
    aligned = AlignedRows(rows: outputs, columns: features)
    product = RowBuffer(capacity: min(outputs, features), columns: min(outputs, features))
    columns = RowBuffer(capacity: 1, columns: features)
  }

  func compute(
    _ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>
  ) -> JacobianParticipation {
    guard aligned.load(mantissas, exponents) else {
      return JacobianParticipation(directions: nil, inputs: nil)
    }
    let side = product.columns
    let isTall = outputs > features
    let rows = aligned.rows.pointer
    Element.kernels.gemm(
      rows, rows, into: product.pointer,
      ProductShape(
        m: side, n: side, k: max(outputs, features), transposesA: isTall, transposesB: !isTall))
    return JacobianParticipation(
      directions: ParticipationRatio.ratio(ofProduct: product.pointer, side: side),
      inputs: inputs())
  }

  private func inputs() -> Double? {
    let sums = columns.pointer
    sums.clear(count: features)
    for row in 0..<outputs {
      let values = aligned.rows.row(row)
      for column in 0..<features {
        let value = Double(values[column])
        sums[column] += value * value
      }
    }
    var sum = 0.0
    var squares = 0.0
    for column in 0..<features {
      sum += sums[column]
      squares += sums[column] * sums[column]
    }
    return squares > 0 ? sum * sum / squares : nil
  }
}
