import CPlateauKernels
import PlateauNumerics

/// The convolution kernels on arrays, in memory of exactly the sizes they ask for.
struct ConvolutionRun<Element: Scalar> {
  let shape: ConvolutionShape
  let panels: RowBuffer<Element>
  let back: RowBuffer<Element>
  let scratch: RowBuffer<Element>

  private let kernels: ConvolutionKernels<Element>
  private var sizes: plateau_convolution { shape.sizes }

  /// Packs the weights; `rubbish` is what scratch and everything overwritten holds before.
  init(
    _ shape: ConvolutionShape, weights: [Element], rubbish: Element = .nan,
    kernels: ConvolutionKernels<Element> = Element.convolutions
  ) {
    self.shape = shape
    self.kernels = kernels
    var sizes = shape.sizes
    panels = Self.buffer(kernels.panelsSize(&sizes), rubbish)
    back = Self.buffer(kernels.backSize(&sizes), rubbish)
    scratch = Self.buffer(kernels.scratchSize(&sizes), rubbish)
    kernels.pack(&sizes, weights: weights, into: panels.pointer)
    kernels.packBack(&sizes, weights: weights, into: back.pointer)
  }

  /// A row of a buffer, and the sentinels behind it.
  private static func buffer(_ size: Int, _ value: Element) -> RowBuffer<Element> {
    let buffer = RowBuffer<Element>(capacity: 2, columns: Int(size))
    for index in 0..<Int(size) {
      buffer.pointer[index] = value
      buffer.pointer[Int(size) + index] = 17
    }
    return buffer
  }

  /// Whether nothing was written behind the memory that belongs to the kernels.
  var isContained: Bool {
    [panels, back, scratch].allSatisfy { buffer in
      (buffer.columns..<2 * buffer.columns).allSatisfy { buffer.pointer[$0] == 17 }
    }
  }

  func convolve(_ image: [Element]) -> [Element] {
    var sizes = sizes
    var out = [Element](repeating: .nan, count: shape.output.count)
    kernels.convolve(
      &sizes, image: image, panels: panels.pointer, scratch: scratch.pointer, into: &out)
    return out
  }

  func target(_ image: [Element], _ signal: [Element], adding: [Element]? = nil) -> [Element] {
    var sizes = sizes
    var target = adding ?? [Element](repeating: .nan, count: shape.input.count)
    kernels.convolveBack(
      &sizes, image: image, signal: signal, back: back.pointer, scratch: scratch.pointer,
      into: &target, adds: adding != nil, gradient: nil)
    return target
  }

  /// The gradient of the weights over several images and their signals.
  func gradient(_ images: [[Element]], _ signals: [[Element]]) -> [Element] {
    accumulated { gradient in
      var sizes = sizes
      for (image, signal) in zip(images, signals) {
        kernels.convolveBack(
          &sizes, image: image, signal: signal, back: back.pointer, scratch: scratch.pointer,
          into: nil, gradient: gradient)
      }
    }
  }

  /// Both gradients by one call.
  func both(_ image: [Element], _ signal: [Element]) -> (target: [Element], gradient: [Element]) {
    var target = [Element](repeating: .nan, count: shape.input.count)
    let gradient = accumulated { gradient in
      var sizes = sizes
      kernels.convolveBack(
        &sizes, image: image, signal: signal, back: back.pointer, scratch: scratch.pointer,
        into: &target, gradient: gradient)
    }
    return (target, gradient)
  }

  /// The weights, once packed for the way back and unpacked.
  func unpackedBack() -> [Element] { unpacked(back.pointer) }

  private func accumulated(_ body: (UnsafeMutablePointer<Element>) -> Void) -> [Element] {
    var sizes = sizes
    let buffer = Self.buffer(kernels.gradientSize(&sizes), 0)
    body(buffer.pointer)
    return unpacked(buffer.pointer)
  }

  private func unpacked(_ gradient: UnsafeMutablePointer<Element>) -> [Element] {
    var sizes = sizes
    var weights = [Element](repeating: .nan, count: shape.weightCount)
    kernels.unpackGradient(&sizes, gradient: gradient, into: &weights)
    return weights
  }
}
