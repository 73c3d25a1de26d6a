import CPlateauKernels

extension Double {
  /// The kernels of images in double precision.
  public static let images = ImageKernels<Double>(
    maxPool: plateau_max_pool_f64,
    poolGather: plateau_pool_gather_f64,
    maxPoolBack: plateau_max_pool_back_f64,
    averagePool: plateau_average_pool_f64,
    averagePoolBack: plateau_average_pool_back_f64,
    channelsLast: plateau_channels_last_f64,
    channelsFirst: plateau_channels_first_f64,
    channelsFirstAdd: plateau_channels_first_add_f64,
    channelAffine: plateau_channel_affine_f64,
    channelScale: plateau_channel_scale_f64,
    channelMoments: plateau_channel_moments_f64,
    batchNorm: plateau_batch_norm_f64,
    batchNormBack: plateau_batch_norm_back_f64,
    add: plateau_add_f64)
}
