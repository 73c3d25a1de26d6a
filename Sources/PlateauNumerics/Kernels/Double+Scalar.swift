package import CPlateauKernels
public import RealModule

extension Double: Scalar {
  /// The kernels in double precision.
  public static let kernels: Kernels<Double> = kernels(at: LevelTable.current)
  /// The kernels of images in double precision.
  public static let images: ImageKernels<Double> = images(at: LevelTable.current)
  /// The convolutions in double precision.
  public static let convolutions: ConvolutionKernels<Double> = convolutions(at: LevelTable.current)
  /// The interval arithmetic of training in double precision.
  public static let intervals: IntervalKernels<Double> = intervals(at: LevelTable.current)

  /// The products of values and softmax in double precision.
  public static let nonlinear: NonlinearKernels<Double> = nonlinear(at: LevelTable.current)

  /// `double`.
  public static let precisionName = "double"

  /// The same number.
  public var widened: Double { self }
}

extension Double {
  /// The kernels in double precision at a level.
  package static func kernels(at table: plateau_level_table) -> Kernels<Double> {
    Kernels(table.f64)
  }

  /// The kernels of images in double precision at a level.
  package static func images(at table: plateau_level_table) -> ImageKernels<Double> {
    ImageKernels(table.f64)
  }

  /// The convolutions in double precision at a level.
  package static func convolutions(at table: plateau_level_table) -> ConvolutionKernels<Double> {
    ConvolutionKernels(table.f64)
  }

  /// The interval arithmetic of training in double precision at a level.
  package static func intervals(at table: plateau_level_table) -> IntervalKernels<Double> {
    IntervalKernels(table.f64)
  }

  /// The products of values and softmax in double precision at a level.
  package static func nonlinear(at table: plateau_level_table) -> NonlinearKernels<Double> {
    NonlinearKernels(table.f64)
  }
}
