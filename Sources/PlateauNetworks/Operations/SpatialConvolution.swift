import CPlateauKernels
package import PlateauNumerics

/// A convolution of an image, with weights of shape `[filters, channels, height, width]`.
package struct SpatialConvolution: LinearMap {
  package let shape: ConvolutionShape
  /// Where the weights begin, and the bias of each filter.
  let weightOffset: Int
  let biasOffset: Int?

  package var weight: Range<Int>? { weightOffset..<weightOffset + shape.weightCount }
  package var bias: Range<Int>? { biasOffset.map { $0..<$0 + shape.filters } }
  package var arithmetic: LinearArithmetic {
    .products(terms: shape.weightCount / shape.filters)
  }
  package var multiplyAdds: Int { shape.flops / 2 }

  package func tiles(of stage: Int, size: Int) -> [WeightTile] {
    let end = weightOffset + shape.weightCount
    return [
      WeightTile(
        stage: stage, rows: 0..<shape.filters, weights: weightOffset..<end,
        biases: bias ?? end..<end)
    ]
  }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedConvolution<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    let (input, filter, pixel) = (shape.input, output % shape.filters, output / shape.filters)
    let area = shape.kernelHeight * shape.kernelWidth
    let kernel = parameters + weightOffset + filter * area * input.channels
    let top = pixel / shape.outputWidth * shape.strideHeight - shape.padding.top
    let left = pixel % shape.outputWidth * shape.strideWidth - shape.padding.left
    for dy in 0..<shape.kernelHeight where (0..<input.height).contains(top + dy) {
      for dx in 0..<shape.kernelWidth where (0..<input.width).contains(left + dx) {
        let source = ((top + dy) * input.width + left + dx) * input.channels
        for channel in 0..<input.channels {
          body(0, source + channel, kernel[channel * area + dy * shape.kernelWidth + dx])
        }
      }
    }
  }
}

/// The kernels of a convolution, packed for both ways.
private final class PreparedConvolution<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: SpatialConvolution
  private let convolutions = Element.convolutions
  private let sizes: UnsafeMutablePointer<plateau_convolution>
  private let panels: RowBuffer<Element>
  private let back: RowBuffer<Element>

  init(_ map: SpatialConvolution) {
    self.map = map
    sizes = .allocate(capacity: 1)
    sizes.initialize(to: map.shape.sizes)
    panels = RowBuffer(capacity: 1, columns: Int(convolutions.panelsSize(sizes)))
    back = RowBuffer(capacity: 1, columns: Int(convolutions.backSize(sizes)))
  }

  deinit {
    sizes.deallocate()
  }

  var scratchSize: Int { Int(convolutions.scratchSize(sizes)) }
  var gradientSize: Int { Int(convolutions.gradientSize(sizes)) }

  func load(_ parameters: In, _ form: LinearForm) {
    convolutions.pack(sizes, parameters + map.weightOffset, panels.pointer)
  }

  func loadTranspose(_ parameters: In) {
    convolutions.packBack(sizes, parameters + map.weightOffset, back.pointer)
  }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    let (source, inputs, outputs) = (sources[0], map.shape.input.count, map.shape.output.count)
    for row in 0..<rows {
      convolutions.convolve(
        sizes, source + row * inputs, panels.pointer, scratch, output + row * outputs)
      finish(row..<row + 1)
    }
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    let (inputs, outputs) = (map.shape.input.count, map.shape.output.count)
    for row in 0..<rows {
      // The image is read for the gradient of weights alone.
      convolutions.convolveBack(
        sizes, signal, signal + row * outputs, back.pointer, scratch, target + row * inputs, 0, nil)
    }
  }

  func transpose(
    _ signal: In, source: In, _ scratch: Out, into target: Out?, addingTo gradient: Out, rows: Int
  ) {
    let (inputs, outputs) = (map.shape.input.count, map.shape.output.count)
    for row in 0..<rows {
      convolutions.convolveBack(
        sizes, source + row * inputs, signal + row * outputs, back.pointer, scratch,
        target.map { $0 + row * inputs }, 0, gradient)
    }
  }

  func unpack(_ gradient: In, into weights: Out) {
    convolutions.unpackGradient(sizes, gradient, weights)
  }
}
