import CPlateauKernels

extension Float {
  /// The kernels of images in single precision.
  public static let images = ImageKernels<Float>(
    maxPool: plateau_max_pool_f32,
    poolGather: plateau_pool_gather_f32,
    maxPoolBack: plateau_max_pool_back_f32,
    averagePool: plateau_average_pool_f32,
    averagePoolBack: plateau_average_pool_back_f32,
    channelsLast: plateau_channels_last_f32,
    channelsFirst: plateau_channels_first_f32,
    channelsFirstAdd: plateau_channels_first_add_f32,
    channelAffine: plateau_channel_affine_f32,
    channelScale: plateau_channel_scale_f32,
    channelMoments: plateau_channel_moments_f32,
    batchNorm: plateau_batch_norm_f32,
    batchNormBack: plateau_batch_norm_back_f32,
    add: plateau_add_f32)
}
