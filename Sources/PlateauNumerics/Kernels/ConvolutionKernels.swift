package import CPlateauKernels

/// The convolutions of one image that one number type offers.
///
/// Methods over one table of functions, as ``Kernels`` has them. Images have their channels last;
/// weights lie as `[out, in, height, width]`, and in layouts of the kernels' own. Panels, `back`,
/// gradients and scratch memory are the caller's, aligned to 64 bytes, and hold as many elements as
/// the method for their size says. Nothing overlaps. Orders of sums are in
/// `plateau_convolutions.h`.
public struct ConvolutionKernels<Element: Scalar>: Sendable {
  package typealias Sizes = UnsafePointer<plateau_convolution>
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>

  // A constant, for any thread.
  nonisolated(unsafe) let table: UnsafePointer<plateau_convolutions>

  /// Makes the kernels from the tables of ``Element`` at some level.
  init(_ tables: plateau_number_tables) { table = tables.convolutions }
}

extension ConvolutionKernels {
  /// The number of elements of the weights as
  /// ``convolve(_:image:panels:scratch:into:)`` reads them.
  package func panelsSize(_ sizes: Sizes) -> Int {
    Int(table.pointee.panels_size(sizes))
  }

  /// The number of elements of the weights as
  /// ``convolveBack(_:image:signal:back:scratch:into:adds:gradient:)`` reads them.
  package func backSize(_ sizes: Sizes) -> Int {
    Int(table.pointee.back_size(sizes))
  }

  /// The number of elements of the gradient of the weights as
  /// ``convolveBack(_:image:signal:back:scratch:into:adds:gradient:)`` adds to it.
  package func gradientSize(_ sizes: Sizes) -> Int {
    Int(table.pointee.gradient_size(sizes))
  }

  /// The number of elements that a call needs for itself.
  package func scratchSize(_ sizes: Sizes) -> Int {
    Int(table.pointee.scratch_size(sizes))
  }

  /// Brings weights into the layout of the way forward.
  package func pack(_ sizes: Sizes, weights: In, into panels: Out) {
    table.pointee.pack(sizes, weights, panels)
  }

  /// Brings weights into the layout of the way back.
  package func packBack(_ sizes: Sizes, weights: In, into back: Out) {
    table.pointee.pack_back(sizes, weights, back)
  }

  /// Convolves an image, without a bias.
  package func convolve(
    _ sizes: Sizes, image: In, panels: In, scratch: Out, into output: Out
  ) {
    table.pointee.convolve(sizes, image, panels, scratch, output)
  }

  /// Convolves some images one after the other, with weights that are packed part by part: for few.
  package func convolveAll(
    _ sizes: Sizes, images: In, count: Int, weights: In, scratch: Out, into output: Out
  ) {
    table.pointee.convolve_all(
      sizes, Int64(count), images, weights, scratch, output)
  }

  /// Brings a signal at the output to the image and to the weights.
  ///
  /// Its zeros may be left out, so that what is multiplied with them ought to be finite.
  ///
  /// - `image`: Read for the gradient of the weights alone.
  /// - `back`: Read for the target alone.
  /// - `target`: Receives the gradient with respect to the image.
  /// - `adds`: Whether that is added to the target instead.
  /// - `gradient`: The gradient with respect to the weights is added to it.
  package func convolveBack(
    _ sizes: Sizes, image: In, signal: In, back: In, scratch: Out, into target: Out?,
    adds: Bool = false, gradient: Out?
  ) {
    table.pointee.convolve_back(
      sizes, image, signal, back, scratch, target, adds ? 1 : 0, gradient)
  }

  /// Brings a gradient into the order of the weights.
  package func unpackGradient(_ sizes: Sizes, gradient: In, into weights: Out) {
    table.pointee.unpack_gradient(sizes, gradient, weights)
  }
}
