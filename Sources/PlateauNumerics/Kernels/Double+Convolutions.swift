import CPlateauKernels

extension Double {
  /// The convolutions in double precision.
  public static let convolutions = ConvolutionKernels<Double>(
    panelsSize: plateau_convolution_panels_size_f64,
    backSize: plateau_convolution_back_size_f64,
    gradientSize: plateau_convolution_gradient_size_f64,
    scratchSize: plateau_convolution_scratch_size_f64,
    pack: plateau_convolution_pack_f64,
    packBack: plateau_convolution_pack_back_f64,
    convolve: plateau_convolve_f64,
    convolveBack: plateau_convolve_back_f64,
    unpackGradient: plateau_convolution_unpack_gradient_f64)
}
