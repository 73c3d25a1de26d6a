package import CPlateauKernels

/// The operations on whole blocks of memory that one number type offers.
///
/// A table of functions, so that generic code pays one indirect call per block. What each kernel
/// does is written in `plateau_kernels.h`.
public struct Kernels<Element: BitwiseCopyable>: Sendable {
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>
  package typealias Labels = UnsafePointer<Int32>

  /// c ← op(a) · op(b), or with that added to c.
  package let gemm: @Sendable (_ a: In, _ b: In, _ c: Out, _ shape: ProductShape) -> Void
  /// The number of elements of a packed b of `n` columns and `k` rows.
  package let packedSize: @Sendable (_ n: Int, _ k: Int) -> Int
  /// Packs b for many products; of the shape n, k and how b is stored are read.
  package let pack: @Sendable (_ b: In, _ packed: Out, _ shape: ProductShape) -> Void
  /// The product with a packed b: the same bits as with b itself.
  package let gemmPacked: @Sendable (_ a: In, _ packed: In, _ c: Out, _ shape: ProductShape) -> Void

  package typealias Function = plateau_function

  package let activate: @Sendable (Function, Int64, Int64, Out, In) -> Void
  package let activateSlope:
    @Sendable (
      Function, Int64, Int64, Out, In, Out, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Int64>
    ) -> Void
  package let activateLogSlope:
    @Sendable (Function, Int64, Int64, Out, In, Element, Out, Out?) -> Void
  package let backwardNaive: @Sendable (Function, Int64, Out, In) -> Void
  package let backwardPenalty: @Sendable (Function, Int64, Out, In, In, Element) -> Void
  package let backwardStable:
    @Sendable (
      Int64, Int64, Out, In, In?, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Int64>
    ) -> Void

  package let crossEntropy: @Sendable (Int64, Int64, In, Labels, Element, Out?, Out?) -> Void
  package let crossEntropyStable:
    @Sendable (Int64, Int64, In, Labels, Out, UnsafeMutablePointer<Int64>) -> Void
  package let margin: @Sendable (Int64, Int64, In, Labels, Out?, Out?) -> Void
  package let logitRatio: @Sendable (Int64, Int64, In, Labels, Labels?, Out?, Out?) -> Void
  package let argmax: @Sendable (Int64, Int64, In, UnsafeMutablePointer<Int32>) -> Void

  package let columnSums: @Sendable (Int64, Int64, Int64, In, Out) -> Void
  package let sgd: @Sendable (Int64, Out, In, Out, Element, Element, Element) -> Void
  package let rmsprop: @Sendable (Int64, Out, In, Out, Element, Element, Element, Element) -> Void
  package let adam:
    @Sendable (
      Int64, Out, In, Out, Out, Element, Element, Element, Element, Element, Element, Element
    ) -> Void
  package let signStep: @Sendable (Int64, Out, In, In, Element, Element, Element, Element) -> Void
  /// Moves doubles along the signs of a direction; where this is a narrower type it also rounds
  /// them to it, else the last pointer is not used.
  package let signStepRounding:
    @Sendable (
      Int64, UnsafeMutablePointer<Double>, In, UnsafePointer<Double>, Double, Double, Double,
      Double, Out
    ) -> Void
  package let lengthStep:
    @Sendable (Int64, Int64, Out, In, In, Element, Element, Element, Element) -> Void
  package let clip: @Sendable (Int64, Out, In, Element, Element, Element) -> Void
  /// Widens singles, exactly.
  package let fromSingles: @Sendable (Int64, UnsafePointer<Float>, Out) -> Void
  /// Rounds to singles, to nearest.
  package let toSingles: @Sendable (Int64, In, UnsafeMutablePointer<Float>) -> Void
  package let scale: @Sendable (Int64, Out, Element) -> Void
  package let squaredDistance: @Sendable (Int64, In, In) -> Double
  package let largestMagnitude: @Sendable (Int64, In) -> Element
  package let allFinite: @Sendable (Int64, In) -> Int32
}
