import PlateauNumerics

/// Rows of a Jacobian with a common power of two, the largest magnitude near 1.
///
/// What is flushed against the largest would not count.
final class AlignedRows<Element: Scalar> {
  let rows: RowBuffer<Element>
  private let kernels = Element.kernels

  init(rows: Int, columns: Int) {
    self.rows = RowBuffer(capacity: rows, columns: columns)
  }

  /// Copies rows, each with its own power of two; false if all are zero or one is not finite.
  func load(_ mantissas: UnsafePointer<Element>, _ exponents: UnsafePointer<Int64>) -> Bool {
    let (count, columns) = (rows.capacity, rows.columns)
    var most = Int.min
    for row in 0..<count {
      let largest = kernels.largestMagnitude(count: columns, of: mantissas + row * columns)
      guard largest.isFinite else { return false }
      if largest > 0 { most = max(most, Int(exponents[row]) + Int(largest.exponent)) }
    }
    guard most > Int.min else { return false }
    rows.pointer.update(from: mantissas, count: count * columns)
    let limit = Element.self == Float.self ? 120 : 1000
    for row in 0..<count {
      // In steps, since a tiny mantissa may need a factor beyond the largest number; three steps
      // down leave nothing.
      var shift = max(-3 * limit, Int(exponents[row]) - most)
      while shift != 0 {
        let step = max(-limit, min(limit, shift))
        kernels.scale(count: columns, values: rows.row(row), by: Element(Double.powerOfTwo(step)))
        shift -= step
      }
    }
    return true
  }
}
