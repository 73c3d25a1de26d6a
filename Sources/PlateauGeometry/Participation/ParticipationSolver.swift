import PlateauNumerics

/// Memory for the participation of one Jacobian, used by one thread.
///
/// Rows are first brought to the power of two of the largest: what is flushed against it would not
/// count.
final class ParticipationSolver<Element: Scalar> {
  private let outputs: Int
  private let features: Int
  private let kernels = Element.kernels
  private let aligned: RowBuffer<Element>
  private let product: RowBuffer<Element>
  private let columns: RowBuffer<Double>

  init(outputs: Int, features: Int) {
    self.outputs = outputs
    self.features = features
    aligned = RowBuffer(capacity: outputs, columns: features)
    product = RowBuffer(capacity: min(outputs, features), columns: min(outputs, features))
    columns = RowBuffer(capacity: 1, columns: features)
  }

  func compute(
    _ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>
  ) -> JacobianParticipation {
    guard align(mantissas, exponents) else {
      return JacobianParticipation(directions: nil, inputs: nil)
    }
    let side = product.columns
    let isTall = outputs > features
    kernels.gemm(
      aligned.pointer, aligned.pointer, product.pointer,
      ProductShape(
        m: side, n: side, k: max(outputs, features), transposesA: isTall, transposesB: !isTall))
    return JacobianParticipation(
      directions: ParticipationRatio.ratio(ofProduct: product.pointer, side: side),
      inputs: inputs())
  }

  /// Copies the rows with a common power of two and their largest magnitude near 1; false if all are
  /// zero or one is not finite.
  private func align(
    _ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>
  ) -> Bool {
    var most = Int.min
    for row in 0..<outputs {
      let largest = kernels.largestMagnitude(Int64(features), mantissas + row * features)
      guard largest.isFinite else { return false }
      if largest > 0 { most = max(most, Int(exponents[row]) + Int(largest.exponent)) }
    }
    guard most > Int.min else { return false }
    aligned.pointer.update(from: mantissas, count: outputs * features)
    let limit = Element.self == Float.self ? 120 : 1000
    for row in 0..<outputs {
      // In steps, since a tiny mantissa may need a factor beyond the largest number; three steps
      // down leave nothing.
      var shift = max(-3 * limit, Int(exponents[row]) - most)
      while shift != 0 {
        let step = max(-limit, min(limit, shift))
        kernels.scale(Int64(features), aligned.row(row), Element(Double.powerOfTwo(step)))
        shift -= step
      }
    }
    return true
  }

  private func inputs() -> Double? {
    let sums = columns.pointer
    sums.update(repeating: 0, count: features)
    for row in 0..<outputs {
      let values = aligned.row(row)
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
