package import CPlateauKernels

extension Double {
  /// The convolutions in double precision.
  public static let convolutions: ConvolutionKernels<Double> = convolutions(at: LevelTable.current)

  /// The convolutions in double precision at a level.
  package static func convolutions(at table: plateau_level_table) -> ConvolutionKernels<Double> {
    let own = table.convolutions_f64.pointee
    return ConvolutionKernels<Double>(
      panelsSize: own.panels_size,
      backSize: own.back_size,
      gradientSize: own.gradient_size,
      scratchSize: own.scratch_size,
      pack: own.pack,
      packBack: own.pack_back,
      convolve: own.convolve,
      convolveAll: own.convolve_all,
      convolveBack: own.convolve_back,
      unpackGradient: own.unpack_gradient,
      depthwiseScratchSize: own.depthwise_scratch_size,
      depthwise: own.depthwise,
      depthwiseBack: own.depthwise_back,
      depthwiseGradient: own.depthwise_gradient)
  }
}
