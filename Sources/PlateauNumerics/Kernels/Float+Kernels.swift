import CPlateauKernels
public import RealModule

extension Float: Scalar {
  /// The kernels in single precision.
  public static let kernels = Kernels<Float>(
    gemm: { a, b, c, shape in Products.current.multiply(a, b, c, shape) },
    packedSize: { Products.current.packedSize(columns: $0, rows: $1, of: Float.self) },
    pack: { b, packed, shape in Products.current.pack(b, packed, shape) },
    gemmPacked: { a, packed, c, shape in Products.current.multiply(a, packed: packed, c, shape) },
    activate: plateau_activate_f32,
    activateSlope: plateau_activate_slope_f32,
    activateLogSlope: plateau_activate_log_slope_f32,
    backwardNaive: plateau_backward_naive_f32,
    backwardPenalty: plateau_backward_penalty_f32,
    backwardStable: plateau_backward_stable_f32,
    crossEntropy: plateau_cross_entropy_f32,
    crossEntropyStable: plateau_cross_entropy_stable_f32,
    margin: plateau_margin_f32,
    logitRatio: plateau_logit_ratio_f32,
    argmax: plateau_argmax_f32,
    columnSums: plateau_column_sums_f32,
    sgd: plateau_sgd_f32,
    rmsprop: plateau_rmsprop_f32,
    adam: plateau_adam_f32,
    signStep: plateau_sign_step_f32,
    signStepRounding: plateau_sign_step_rounding,
    lengthStep: plateau_length_step_f32,
    clip: plateau_clip_f32,
    fromSingles: { count, source, target in target.update(from: source, count: Int(count)) },
    toSingles: { count, source, target in target.update(from: source, count: Int(count)) },
    scale: plateau_scale_f32,
    squaredDistance: plateau_squared_distance_f32,
    largestMagnitude: plateau_largest_magnitude_f32,
    allFinite: plateau_all_finite_f32)

  /// `float`.
  public static let precisionName = "float"
}
