import CPlateauKernels
import PlateauNumerics
import Synchronization

/// The kernels of a convolution as products read them, for all threads and passes over a network:
/// each layout is packed when it is first asked for.
///
/// Unchecked: a layout is written once, under a lock that whoever reads it has taken before.
final class PackedConvolution: @unchecked Sendable {
  let shape: ConvolutionShape
  let sizes: UnsafePointer<plateau_convolution>
  private let values: IntervalWeights
  private let forward: RowBuffer<Double>
  private let absolute: RowBuffer<Double>
  private let backward: RowBuffer<Double>
  private let isPacked = Mutex((forward: false, absolute: false, backward: false))

  /// Takes the weights; nothing is packed yet.
  init(_ shape: ConvolutionShape, _ values: IntervalWeights) {
    self.shape = shape
    self.values = values
    let sizes = UnsafeMutablePointer<plateau_convolution>.allocate(capacity: 1)
    sizes.initialize(to: shape.sizes)
    self.sizes = UnsafePointer(sizes)
    let convolutions = Double.convolutions
    func buffer(_ count: Int64) -> RowBuffer<Double> {
      RowBuffer(capacity: 1, columns: Int(count))
    }
    forward = buffer(convolutions.panelsSize(sizes))
    absolute = buffer(convolutions.panelsSize(sizes))
    backward = buffer(convolutions.backSize(sizes))
  }

  deinit {
    sizes.deallocate()
  }

  /// The weights, for the way forward.
  var weights: UnsafePointer<Double> {
    isPacked.withLock { state in
      if !state.forward { Double.convolutions.pack(sizes, values.weights, forward.pointer) }
      state.forward = true
    }
    return UnsafePointer(forward.pointer)
  }

  /// Their magnitudes, for the way forward.
  var magnitudes: UnsafePointer<Double> {
    isPacked.withLock { state in
      if !state.absolute { Double.convolutions.pack(sizes, values.magnitudes, absolute.pointer) }
      state.absolute = true
    }
    return UnsafePointer(absolute.pointer)
  }

  /// The weights, for the way back.
  var back: UnsafePointer<Double> {
    isPacked.withLock { state in
      if !state.backward { Double.convolutions.packBack(sizes, values.weights, backward.pointer) }
      state.backward = true
    }
    return UnsafePointer(backward.pointer)
  }

  /// The numbers that a call needs for itself.
  var scratchSize: Int { Int(Double.convolutions.scratchSize(sizes)) }
}
