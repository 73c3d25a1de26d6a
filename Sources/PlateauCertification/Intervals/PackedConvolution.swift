import CPlateauKernels
import PlateauNumerics
import Synchronization

/// The kernels of a convolution as products read them, for all threads and passes over a network:
/// each layout is packed when it is first asked for.
///
/// Unchecked: a layout is written once, under a lock that whoever reads it has taken before.
final class PackedConvolution: @unchecked Sendable {
  /// One layout of the kernels.
  private final class Layout {
    private let buffer: RowBuffer<Double>
    private let isPacked = Mutex(false)

    init(_ count: Int64) { buffer = RowBuffer(capacity: 1, columns: Int(count)) }

    func pointer(_ pack: (UnsafeMutablePointer<Double>) -> Void) -> UnsafePointer<Double> {
      isPacked.withLock { isDone in
        if !isDone { pack(buffer.pointer) }
        isDone = true
      }
      return UnsafePointer(buffer.pointer)
    }
  }

  let shape: ConvolutionShape
  let sizes: UnsafePointer<plateau_convolution>
  private let values: IntervalWeights
  private let forward: Layout
  private let absolute: Layout
  private let backward: Layout

  /// Takes the weights; nothing is packed yet.
  init(_ shape: ConvolutionShape, _ values: IntervalWeights) {
    self.shape = shape
    self.values = values
    let sizes = UnsafeMutablePointer<plateau_convolution>.allocate(capacity: 1)
    sizes.initialize(to: shape.sizes)
    self.sizes = UnsafePointer(sizes)
    let convolutions = Double.convolutions
    forward = Layout(convolutions.panelsSize(sizes))
    absolute = Layout(convolutions.panelsSize(sizes))
    backward = Layout(convolutions.backSize(sizes))
  }

  deinit {
    sizes.deallocate()
  }

  /// The weights, for the way forward.
  var weights: UnsafePointer<Double> {
    forward.pointer { Double.convolutions.pack(sizes, values.weights, $0) }
  }

  /// Their magnitudes, for the way forward.
  var magnitudes: UnsafePointer<Double> {
    absolute.pointer { Double.convolutions.pack(sizes, values.magnitudes, $0) }
  }

  /// The weights, for the way back.
  var back: UnsafePointer<Double> {
    backward.pointer { Double.convolutions.packBack(sizes, values.weights, $0) }
  }

  /// The numbers that a call needs for itself.
  var scratchSize: Int { Int(Double.convolutions.scratchSize(sizes)) }
}
