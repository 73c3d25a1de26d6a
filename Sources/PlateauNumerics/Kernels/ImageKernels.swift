package import CPlateauKernels

/// The operations on images and their channels that one number type offers.
///
/// A table of functions, as ``Kernels`` is. What each kernel does is written in
/// `plateau_images.h`.
public struct ImageKernels<Element: BitwiseCopyable>: Sendable {
  package typealias Pooling = UnsafePointer<plateau_pooling>
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>
  package typealias Winners = UnsafePointer<Int32>

  package let maxPool: @Sendable (Pooling, In, Out, UnsafeMutablePointer<Int32>?) -> Void
  package let poolGather: @Sendable (Pooling, In, Winners, Out) -> Void
  package let maxPoolBack: @Sendable (Pooling, In, Winners, Out) -> Void
  package let averagePool: @Sendable (Pooling, In, Out) -> Void
  package let averagePoolBack: @Sendable (Pooling, In, Out) -> Void

  package let channelsLast: @Sendable (Int64, Int64, In, Out) -> Void
  package let channelsFirst: @Sendable (Int64, Int64, In, Out) -> Void
  package let channelsFirstAdd: @Sendable (Int64, Int64, In, Out) -> Void

  package let channelAffine: @Sendable (Int64, Int64, Out, In, In) -> Void
  package let channelScale: @Sendable (Int64, Int64, Out, In) -> Void
  package let channelMoments:
    @Sendable (
      Int64, Int64, In, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Void
  package let batchNorm: @Sendable (Int64, Int64, In, In, In, In, In, Out, Out) -> Void
  package let batchNormBack: @Sendable (Int64, Int64, Out, In, In, In, Out, Out) -> Void
  package let add: @Sendable (Int64, Out, In) -> Void
}
