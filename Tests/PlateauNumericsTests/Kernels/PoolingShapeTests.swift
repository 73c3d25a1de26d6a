import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Shapes of pooling")
struct PoolingShapeTests {
  @Test func `output sides count the windows inside the padding`() {
    let halves = PoolingShape(height: 28, width: 14, channels: 8, kernelHeight: 2, kernelWidth: 2)
    #expect(halves.outHeight == 14 && halves.outWidth == 7)
    #expect(halves.strideHeight == 2 && halves.strideWidth == 2)
    let odd = PoolingShape(height: 7, width: 9, channels: 1, kernelHeight: 2, kernelWidth: 3)
    #expect(odd.outHeight == 3 && odd.outWidth == 3)
    // ⌊(32 + 2 − 3) / 2⌋ + 1 and ⌊(31 + 1 − 3) / 2⌋ + 1.
    let padded = PoolingShape(
      height: 32, width: 31, channels: 1, kernelHeight: 3, kernelWidth: 3, strideHeight: 2,
      strideWidth: 2, padding: .init(top: 1, left: 1, bottom: 1, right: 0))
    #expect(padded.outHeight == 16 && padded.outWidth == 15)
  }

  @Test func `kernels get the sizes of the shape`() {
    let shape = PoolingShape(
      height: 9, width: 8, channels: 3, kernelHeight: 4, kernelWidth: 2, strideHeight: 3,
      strideWidth: 1, padding: .init(top: 2, left: 1, bottom: 3, right: 0), countsPadding: false)
    let sizes = shape.parameters
    #expect([sizes.height, sizes.width, sizes.channels] == [9, 8, 3])
    #expect([sizes.out_height, sizes.out_width] == [4, 8])
    #expect([sizes.kernel_height, sizes.kernel_width] == [4, 2])
    #expect([sizes.stride_height, sizes.stride_width] == [3, 1])
    #expect([sizes.pad_top, sizes.pad_left] == [2, 1])
    #expect(sizes.counts_padding == 0)
  }

  @Test func `every window holds a pixel`() {
    for shape in PoolingShape.examples {
      #expect(shape.windows.count == shape.outHeight * shape.outWidth)
      #expect(shape.windows.allSatisfy { !$0.isEmpty }, "\(shape)")
    }
  }
}
