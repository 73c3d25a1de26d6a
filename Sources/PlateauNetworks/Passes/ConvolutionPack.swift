import CPlateauKernels
import PlateauNumerics

/// The kernels of one convolution as the passes of one thread read them.
final class ConvolutionPack<Element: Scalar> {
  let shape: UnsafePointer<plateau_convolution>
  let panels: RowBuffer<Element>
  let back: RowBuffer<Element>
  let scratchSize: Int
  private let weight: Int

  /// Allocates the memory; nil where the stage is no convolution.
  init?(_ stage: Stage) {
    guard case .convolution(let geometry, let weight, _) = stage.operation else { return nil }
    let shape = UnsafeMutablePointer<plateau_convolution>.allocate(capacity: 1)
    shape.initialize(to: geometry.sizes)
    self.shape = UnsafePointer(shape)
    self.weight = weight
    let convolutions = Element.convolutions
    panels = RowBuffer(capacity: 1, columns: Int(convolutions.panelsSize(shape)))
    back = RowBuffer(capacity: 1, columns: Int(convolutions.backSize(shape)))
    scratchSize = Int(convolutions.scratchSize(shape))
  }

  deinit {
    shape.deallocate()
  }

  func packForward(_ parameters: UnsafePointer<Element>) {
    Element.convolutions.pack(shape, parameters + weight, panels.pointer)
  }

  func packBack(_ parameters: UnsafePointer<Element>) {
    Element.convolutions.packBack(shape, parameters + weight, back.pointer)
  }
}
