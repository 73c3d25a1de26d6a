import CPlateauKernels
import PlateauNumerics

/// The kernels of one convolution, and their magnitudes, as one thread reads them.
final class IntervalPack {
  let shape: UnsafePointer<plateau_convolution>
  private let owner: IntervalPack?
  let weights: RowBuffer<Double>
  let magnitudes: RowBuffer<Double>
  let scratch: RowBuffer<Double>

  /// Allocates and fills the memory; nil where the stage is no convolution.
  init?(_ stage: IntervalStage) {
    guard case .convolution(let geometry, let values) = stage.operation else { return nil }
    let convolutions = Double.convolutions
    let shape = UnsafeMutablePointer<plateau_convolution>.allocate(capacity: 1)
    shape.initialize(to: geometry.sizes)
    self.shape = UnsafePointer(shape)
    owner = nil
    let size = Int(convolutions.panelsSize(shape))
    weights = RowBuffer(capacity: 1, columns: size)
    magnitudes = RowBuffer(capacity: 1, columns: size)
    scratch = RowBuffer(capacity: 1, columns: Int(convolutions.scratchSize(shape)))
    convolutions.pack(shape, values.weights, weights.pointer)
    convolutions.pack(shape, values.magnitudes, magnitudes.pointer)
  }

  /// The same kernels with scratch memory for another thread.
  init(sharing other: IntervalPack) {
    (shape, weights, magnitudes) = (other.shape, other.weights, other.magnitudes)
    scratch = RowBuffer(capacity: 1, columns: other.scratch.columns)
    owner = other
  }

  deinit {
    if owner == nil { shape.deallocate() }
  }
}
