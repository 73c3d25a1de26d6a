import PlateauNumerics

/// Bounds of one value at up to `capacity` examples.
struct IntervalBox {
  let lower: UnsafeMutablePointer<Double>
  let upper: UnsafeMutablePointer<Double>
  private let buffers: [RowBuffer<Double>]

  /// The bounds of one example.
  func example(_ row: Int) -> (lower: UnsafePointer<Double>, upper: UnsafePointer<Double>) {
    let first = row * buffers[0].columns
    return (UnsafePointer(lower + first), UnsafePointer(upper + first))
  }

  init(capacity: Int, columns: Int) {
    buffers = (0..<2).map { _ in RowBuffer(capacity: capacity, columns: columns) }
    lower = buffers[0].pointer
    upper = buffers[1].pointer
  }
}
