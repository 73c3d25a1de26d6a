public import RealModule

/// The number types that networks run in: `Float` and `Double`.
///
/// Generic code reaches products and the vectorized kernels through ``kernels``, once per
/// matrix and never once per element.
public protocol Scalar: BinaryFloatingPoint, Real, Codable, Sendable, BitwiseCopyable {
  /// The products and element-wise loops of this type.
  static var kernels: Kernels<Self> { get }
  /// The pooling, layout and channel loops of this type.
  static var images: ImageKernels<Self> { get }
  /// The convolutions of this type.
  static var convolutions: ConvolutionKernels<Self> { get }
  /// The interval arithmetic of training in this type.
  static var intervals: IntervalKernels<Self> { get }
  /// The products of values and softmax of this type.
  static var nonlinear: NonlinearKernels<Self> { get }
  /// The name used in files, records and on the command line: `float` or `double`.
  static var precisionName: String { get }
  /// The same number in double precision, by one call where the type is not known.
  var widened: Double { get }
}
