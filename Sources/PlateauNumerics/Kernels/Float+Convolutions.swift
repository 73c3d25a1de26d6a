import CPlateauKernels

extension Float {
  /// The convolutions in single precision.
  public static let convolutions = ConvolutionKernels<Float>(
    panelsSize: plateau_convolution_panels_size_f32,
    backSize: plateau_convolution_back_size_f32,
    gradientSize: plateau_convolution_gradient_size_f32,
    scratchSize: plateau_convolution_scratch_size_f32,
    pack: plateau_convolution_pack_f32,
    packBack: plateau_convolution_pack_back_f32,
    convolve: plateau_convolve_f32,
    convolveBack: plateau_convolve_back_f32,
    unpackGradient: plateau_convolution_unpack_gradient_f32)
}
