package import CPlateauKernels

/// The convolutions of one image that one number type offers.
///
/// A table of functions like ``Kernels``. What each does, and what the memory it is given must hold,
/// is written in `plateau_convolutions.h`.
public struct ConvolutionKernels<Element: BitwiseCopyable>: Sendable {
  package typealias Sizes = UnsafePointer<plateau_convolution>
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>

  /// The number of elements of the weights as ``convolve`` reads them.
  package let panelsSize: @Sendable (Sizes) -> Int64
  /// The number of elements of the weights as ``convolveBack`` reads them.
  package let backSize: @Sendable (Sizes) -> Int64
  /// The number of elements of the gradient of the weights as ``convolveBack`` adds to it.
  package let gradientSize: @Sendable (Sizes) -> Int64
  /// The number of elements that a call needs for itself.
  package let scratchSize: @Sendable (Sizes) -> Int64
  /// Weights to panels.
  package let pack: @Sendable (_ sizes: Sizes, _ weights: In, _ panels: Out) -> Void
  /// Weights to what the way back reads.
  package let packBack: @Sendable (_ sizes: Sizes, _ weights: In, _ back: Out) -> Void
  package let convolve:
    @Sendable (_ sizes: Sizes, _ image: In, _ panels: In, _ scratch: Out, _ out: Out) -> Void
  /// The same of some images, with weights that are packed part by part.
  package let convolveAll:
    @Sendable (
      _ sizes: Sizes, _ images: Int64, _ image: In, _ weights: In, _ scratch: Out, _ out: Out
    ) -> Void
  package let convolveBack:
    @Sendable (
      _ sizes: Sizes, _ image: In, _ signal: In, _ back: In, _ scratch: Out, _ target: Out?,
      _ adds: Int32, _ gradient: Out?
    ) -> Void
  /// The gradient to the order of the weights.
  package let unpackGradient: @Sendable (_ sizes: Sizes, _ gradient: In, _ weights: Out) -> Void
  /// The number of elements that a call of a depthwise convolution needs for itself.
  package let depthwiseScratchSize: @Sendable (Sizes) -> Int64
  package let depthwise:
    @Sendable (_ sizes: Sizes, _ image: In, _ weights: In, _ scratch: Out, _ out: Out) -> Void
  package let depthwiseBack:
    @Sendable (_ sizes: Sizes, _ signal: In, _ weights: In, _ scratch: Out, _ target: Out) -> Void
  package let depthwiseGradient:
    @Sendable (_ sizes: Sizes, _ image: In, _ signal: In, _ scratch: Out, _ gradient: Out) -> Void
}
