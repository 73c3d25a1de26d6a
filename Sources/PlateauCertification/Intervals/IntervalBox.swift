import PlateauNumerics

/// Bounds of one value at up to `capacity` examples.
struct IntervalBox {
  let lower: UnsafeMutablePointer<Double>
  let upper: UnsafeMutablePointer<Double>
  private let buffers: [RowBuffer<Double>]

  init(capacity: Int, columns: Int) {
    buffers = (0..<2).map { _ in RowBuffer(capacity: capacity, columns: columns) }
    lower = buffers[0].pointer
    upper = buffers[1].pointer
  }
}
