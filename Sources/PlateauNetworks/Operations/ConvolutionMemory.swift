import CPlateauKernels
import PlateauNumerics

/// The kernels of a convolution, packed for both ways: what a convolution and a transposed one share.
///
/// Images have their channels last. Scratch memory is the caller's, ``scratchSize`` numbers for each
/// thread.
protocol ConvolutionMemory<Element>: AnyObject {
  associatedtype Element: Scalar

  var scratchSize: Int { get }
  /// The numbers of the gradient of the weights, in a layout of its own.
  var gradientSize: Int { get }

  /// Takes weights for ``convolve(_:_:into:)``.
  func load(_ weights: UnsafePointer<Element>)
  /// Takes the same weights for ``convolveBack(_:_:into:)``.
  func loadTranspose(_ weights: UnsafePointer<Element>)

  /// The convolution of one image, without the bias.
  func convolve(
    _ image: UnsafePointer<Element>, _ scratch: UnsafeMutablePointer<Element>,
    into output: UnsafeMutablePointer<Element>)
  /// The convolution of some images, with weights as they lie; nil where only loaded ones will do.
  var convolveUnpacked: UnpackedConvolution<Element>? { get }
  /// The gradient with respect to the image: overwrites the target.
  func convolveBack(
    _ signal: UnsafePointer<Element>, _ scratch: UnsafeMutablePointer<Element>,
    into target: UnsafeMutablePointer<Element>)
  /// The gradient with respect to the weights, which is added to what is there, and that with respect
  /// to the image, unless the target is nil.
  func addGradient(
    _ image: UnsafePointer<Element>, _ signal: UnsafePointer<Element>,
    _ scratch: UnsafeMutablePointer<Element>, into target: UnsafeMutablePointer<Element>?,
    addingTo gradient: UnsafeMutablePointer<Element>)
  /// Writes a gradient as the weights lie.
  func unpack(_ gradient: UnsafePointer<Element>, into weights: UnsafeMutablePointer<Element>)
}

/// Convolves some images one after the other with weights that are packed part by part.
typealias UnpackedConvolution<Element> = (
  _ images: UnsafePointer<Element>, _ count: Int, _ weights: UnsafePointer<Element>,
  _ scratch: UnsafeMutablePointer<Element>, _ output: UnsafeMutablePointer<Element>
) -> Void

extension ConvolutionMemory {
  var convolveUnpacked: UnpackedConvolution<Element>? { nil }
}

extension ConvolutionShape {
  /// The memory for its kernels that fits its groups and dilations.
  func memory<Element: Scalar>(for type: Element.Type) -> any ConvolutionMemory<Element> {
    if isDepthwise { return DepthwiseMemory<Element>(self) }
    return isPlain ? PlainMemory<Element>(self) : PartedMemory<Element>(self)
  }
}

/// The kernels of a convolution of one group without dilation.
private final class PlainMemory<Element: Scalar>: ConvolutionMemory {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let convolutions = Element.convolutions
  private let sizes: UnsafeMutablePointer<plateau_convolution>
  private let panels: RowBuffer<Element>
  private let back: RowBuffer<Element>

  init(_ shape: ConvolutionShape) {
    sizes = .allocate(capacity: 1)
    sizes.initialize(to: shape.sizes)
    panels = RowBuffer(capacity: 1, columns: convolutions.panelsSize(sizes))
    back = RowBuffer(capacity: 1, columns: convolutions.backSize(sizes))
  }

  deinit { sizes.deallocate() }

  var scratchSize: Int { convolutions.scratchSize(sizes) }
  var gradientSize: Int { convolutions.gradientSize(sizes) }

  func load(_ weights: In) { convolutions.pack(sizes, weights: weights, into: panels.pointer) }
  func loadTranspose(_ weights: In) {
    convolutions.packBack(sizes, weights: weights, into: back.pointer)
  }

  func convolve(_ image: In, _ scratch: Out, into output: Out) {
    convolutions.convolve(
      sizes, image: image, panels: panels.pointer, scratch: scratch, into: output)
  }

  var convolveUnpacked: UnpackedConvolution<Element>? {
    { [convolutions, sizes] images, count, weights, scratch, output in
      convolutions.convolveAll(
        sizes, images: images, count: count, weights: weights, scratch: scratch, into: output)
    }
  }

  func convolveBack(_ signal: In, _ scratch: Out, into target: Out) {
    // The image is read for the gradient of weights alone.
    convolutions.convolveBack(
      sizes, image: signal, signal: signal, back: back.pointer, scratch: scratch, into: target,
      gradient: nil)
  }

  func addGradient(
    _ image: In, _ signal: In, _ scratch: Out, into target: Out?, addingTo gradient: Out
  ) {
    convolutions.convolveBack(
      sizes, image: image, signal: signal, back: back.pointer, scratch: scratch, into: target,
      gradient: gradient)
  }

  func unpack(_ gradient: In, into weights: Out) {
    convolutions.unpackGradient(sizes, gradient: gradient, into: weights)
  }
}

/// The kernels of a convolution with groups or dilations, which is made of plain ones.
private final class PartedMemory<Element: Scalar>: ConvolutionMemory {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let shape: ConvolutionShape
  private let parts: [ConvolutionPart]
  private let convolutions = Element.convolutions
  /// By part.
  private let sizes: UnsafeMutablePointer<plateau_convolution>
  /// By group.
  private let panels: RowBuffer<Element>
  private let back: RowBuffer<Element>
  /// What one part takes, and makes, at most.
  private let largest: (source: Int, target: Int)
  private let groupGradient: Int
  let scratchSize: Int

  init(_ shape: ConvolutionShape) {
    self.shape = shape
    let convolutions = Element.convolutions
    let parts = shape.parts
    self.parts = parts
    let sizes = UnsafeMutablePointer<plateau_convolution>.allocate(capacity: parts.count)
    self.sizes = sizes
    var (source, target, room, panel, back, gradient) = (0, 0, 0, 0, 0, 0)
    for (index, part) in parts.enumerated() {
      // What sees only padding needs no kernel.
      let own = part.source?.shape ?? shape.smallest
      (sizes + index).initialize(to: own.sizes)
      source = max(source, own.input.count)
      target = max(target, part.target.shape.count)
      room = max(room, convolutions.scratchSize(sizes + index))
      panel = max(panel, convolutions.panelsSize(sizes + index))
      back = max(back, convolutions.backSize(sizes + index))
      gradient = max(gradient, convolutions.gradientSize(sizes + index))
    }
    largest = (Self.lines(source), Self.lines(target))
    groupGradient = Self.lines(gradient)
    scratchSize = room + 2 * largest.source + largest.target
    panels = RowBuffer(capacity: shape.groups, columns: Self.lines(panel))
    self.back = RowBuffer(capacity: shape.groups, columns: Self.lines(back))
  }

  deinit { sizes.deallocate() }

  /// A count of numbers that takes whole lines of the cache, as kernels want their memory aligned.
  private static func lines(_ count: Int) -> Int { (count + 63) / 64 * 64 }

  var gradientSize: Int { groupGradient * shape.groups }
  private var groupWeights: Int { shape.weightCount / shape.groups }

  /// A part that has the kernels of each group; all have the same layout.
  private var first: Int { parts.firstIndex { $0.source != nil } ?? 0 }

  func load(_ weights: In) {
    for group in 0..<shape.groups {
      convolutions.pack(
        sizes + first, weights: weights + group * groupWeights, into: panels.row(group))
    }
  }

  func loadTranspose(_ weights: In) {
    for group in 0..<shape.groups {
      convolutions.packBack(
        sizes + first, weights: weights + group * groupWeights, into: back.row(group))
    }
  }

  func convolve(_ image: In, _ scratch: Out, into output: Out) {
    let (source, target) = (scratch, scratch + largest.source)
    let room = target + largest.target
    for index in parts.indices {
      let part = parts[index]
      if let own = part.source {
        own.slice.gather(image, of: shape.input, into: source)
        convolutions.convolve(
          sizes + index, image: source, panels: panels.row(part.group), scratch: room, into: target)
      } else {
        target.clear(count: part.target.shape.count)
      }
      part.target.scatter(UnsafePointer(target), into: output, of: shape.output)
    }
  }

  func convolveBack(_ signal: In, _ scratch: Out, into target: Out) {
    pass(nil, signal, scratch, into: target, addingTo: nil)
  }

  func addGradient(
    _ image: In, _ signal: In, _ scratch: Out, into target: Out?, addingTo gradient: Out
  ) {
    pass(image, signal, scratch, into: target, addingTo: gradient)
  }

  private func pass(
    _ image: In?, _ signal: In, _ scratch: Out, into target: Out?, addingTo gradient: Out?
  ) {
    let (source, made) = (scratch, scratch + largest.source)
    let taken = made + largest.source
    let room = taken + largest.target
    // No part sees the rows that no window does.
    target?.clear(count: shape.input.count)
    for index in parts.indices {
      let part = parts[index]
      guard let own = part.source else { continue }
      if let image { own.slice.gather(image, of: shape.input, into: source) }
      part.target.gather(signal, of: shape.output, into: taken)
      convolutions.convolveBack(
        sizes + index, image: source, signal: taken, back: back.row(part.group), scratch: room,
        into: target == nil ? nil : made, gradient: gradient.map { $0 + part.group * groupGradient }
      )
      if let target { own.slice.scatter(UnsafePointer(made), into: target, of: shape.input) }
    }
  }

  func unpack(_ gradient: In, into weights: Out) {
    for group in 0..<shape.groups {
      convolutions.unpackGradient(
        sizes + first, gradient: gradient + group * groupGradient,
        into: weights + group * groupWeights)
    }
  }
}

extension ConvolutionShape {
  /// A convolution of one pixel by a kernel of the same sides, for what is never computed.
  fileprivate var smallest: ConvolutionShape {
    ConvolutionShape(
      input: InputShape(channels: groupChannels, height: kernelHeight, width: kernelWidth),
      filters: groupFilters, kernel: (kernelHeight, kernelWidth))
  }
}

/// The kernels of a convolution in which every channel has its own.
private final class DepthwiseMemory<Element: Scalar>: ConvolutionMemory {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let shape: ConvolutionShape
  private let convolutions = Element.convolutions
  private let images = Element.images
  private let sizes: UnsafeMutablePointer<plateau_convolution>
  /// With channels last.
  private let weights: RowBuffer<Element>

  init(_ shape: ConvolutionShape) {
    self.shape = shape
    sizes = .allocate(capacity: 1)
    sizes.initialize(to: shape.sizes)
    weights = RowBuffer(capacity: 1, columns: shape.weightCount)
  }

  deinit { sizes.deallocate() }

  var scratchSize: Int { convolutions.depthwiseScratchSize(sizes) }
  var gradientSize: Int { shape.weightCount }

  private var counts: (channels: Int, area: Int) {
    (shape.filters, shape.kernelHeight * shape.kernelWidth)
  }

  func load(_ weights: In) {
    images.channelsLast(
      channels: counts.channels, pixels: counts.area, of: weights, into: self.weights.pointer)
  }

  // Both ways read the same layout.
  func loadTranspose(_ weights: In) {}

  func convolve(_ image: In, _ scratch: Out, into output: Out) {
    convolutions.depthwise(
      sizes, image: image, weights: weights.pointer, scratch: scratch, into: output)
  }

  func convolveBack(_ signal: In, _ scratch: Out, into target: Out) {
    convolutions.depthwiseBack(
      sizes, signal: signal, weights: weights.pointer, scratch: scratch, into: target)
  }

  func addGradient(
    _ image: In, _ signal: In, _ scratch: Out, into target: Out?, addingTo gradient: Out
  ) {
    convolutions.depthwiseGradient(
      sizes, image: image, signal: signal, scratch: scratch, addingTo: gradient)
    if let target { convolveBack(signal, scratch, into: target) }
  }

  func unpack(_ gradient: In, into weights: Out) {
    images.channelsFirst(
      channels: counts.channels, pixels: counts.area, of: gradient, into: weights)
  }
}
