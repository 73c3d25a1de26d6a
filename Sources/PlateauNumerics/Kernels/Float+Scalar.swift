package import CPlateauKernels
public import RealModule

extension Float: Scalar {
  /// The kernels in single precision.
  public static let kernels: Kernels<Float> = kernels(at: LevelTable.current)
  /// The kernels of images in single precision.
  public static let images: ImageKernels<Float> = images(at: LevelTable.current)
  /// The convolutions in single precision.
  public static let convolutions: ConvolutionKernels<Float> = convolutions(at: LevelTable.current)
  /// The interval arithmetic of training in single precision.
  public static let intervals: IntervalKernels<Float> = intervals(at: LevelTable.current)

  /// The products of values and softmax in single precision.
  public static let nonlinear: NonlinearKernels<Float> = nonlinear(at: LevelTable.current)

  /// `float`.
  public static let precisionName = "float"

  /// The same number.
  public var widened: Double { Double(self) }
}

extension Float {
  /// The kernels in single precision at a level.
  package static func kernels(at table: plateau_level_table) -> Kernels<Float> {
    Kernels(table.f32)
  }

  /// The kernels of images in single precision at a level.
  package static func images(at table: plateau_level_table) -> ImageKernels<Float> {
    ImageKernels(table.f32)
  }

  /// The convolutions in single precision at a level.
  package static func convolutions(at table: plateau_level_table) -> ConvolutionKernels<Float> {
    ConvolutionKernels(table.f32)
  }

  /// The interval arithmetic of training in single precision at a level.
  package static func intervals(at table: plateau_level_table) -> IntervalKernels<Float> {
    IntervalKernels(table.f32)
  }

  /// The products of values and softmax in single precision at a level.
  package static func nonlinear(at table: plateau_level_table) -> NonlinearKernels<Float> {
    NonlinearKernels(table.f32)
  }
}
