package import CPlateauKernels

extension Double {
  /// The kernels of images in double precision.
  public static let images: ImageKernels<Double> = images(at: LevelTable.current)

  /// The kernels of images in double precision at a level.
  package static func images(at table: plateau_level_table) -> ImageKernels<Double> {
    let own = table.images_f64.pointee
    return ImageKernels<Double>(
      maxPool: own.max_pool,
      poolGather: own.pool_gather,
      maxPoolBack: own.max_pool_back,
      averagePool: own.average_pool,
      averagePoolBack: own.average_pool_back,
      channelsLast: own.channels_last,
      channelsFirst: own.channels_first,
      channelsFirstAdd: own.channels_first_add,
      channelAffine: own.channel_affine,
      channelScale: own.channel_scale,
      channelMoments: own.channel_moments,
      batchNorm: own.batch_norm,
      batchNormBack: own.batch_norm_back,
      add: own.add)
  }
}
