package import CPlateauKernels

/// The interval arithmetic of training that one number type offers, rounded to nearest.
///
/// A table of functions, as ``Kernels`` is. What each kernel does is written in
/// `plateau_intervals.h`.
public struct IntervalKernels<Element: BitwiseCopyable>: Sendable {
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>
  package typealias Labels = UnsafePointer<Int32>

  package let ball: @Sendable (Int64, In, Element, Element, Element, Out, Out) -> Void
  package let magnitudes: @Sendable (Int64, In, Out) -> Void
  package let toEnds: @Sendable (Int64, Element, Out, Out) -> Void
  package let toCenters: @Sendable (Int64, Element, Out, Out) -> Void
  package let activate:
    @Sendable (
      plateau_function, Int64, Int64, Out, Out, In, Out, Out, Out, Out, UnsafeMutablePointer<Double>
    ) -> Void
  package let backward:
    @Sendable (plateau_function, Int64, Out, Out, In, In, In, In, Element) -> Void
  package let sums: @Sendable (Int64, In, In, UnsafeMutablePointer<plateau_interval_sums>) -> Void
  package let pull:
    @Sendable (Int64, In, In, UnsafePointer<plateau_interval_pull>, Out, Out) -> Void
  package let addSigned: @Sendable (Int64, In, In, Out) -> Void
  package let margins: @Sendable (Int64, Int64, Int64, In, In, Labels, In, Out) -> Void
  package let marginsBack: @Sendable (Int64, Int64, Int64, In, Labels, In, Out) -> Void
  package let marginsGradient:
    @Sendable (Int64, Int64, Int64, Int64, Int64, In, Labels, In, In, Out) -> Void
}
