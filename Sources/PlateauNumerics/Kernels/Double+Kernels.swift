import CPlateauKernels
public import RealModule

extension Double: Scalar {
  /// The kernels in double precision.
  public static let kernels = Kernels<Double>(
    gemm: { a, b, c, shape in Products.current.multiply(a, b, c, shape) },
    packedSize: { Products.current.packedSize(columns: $0, rows: $1, of: Double.self) },
    pack: { b, packed, shape in Products.current.pack(b, packed, shape) },
    gemmPacked: { a, packed, c, shape in Products.current.multiply(a, packed: packed, c, shape) },
    activate: plateau_activate_f64,
    activateSlope: plateau_activate_slope_f64,
    activateLogSlope: plateau_activate_log_slope_f64,
    backwardNaive: plateau_backward_naive_f64,
    backwardPenalty: plateau_backward_penalty_f64,
    backwardStable: plateau_backward_stable_f64,
    crossEntropy: plateau_cross_entropy_f64,
    crossEntropyStable: plateau_cross_entropy_stable_f64,
    margin: plateau_margin_f64,
    logitRatio: plateau_logit_ratio_f64,
    argmax: plateau_argmax_f64,
    columnSums: plateau_column_sums_f64,
    sgd: plateau_sgd_f64,
    rmsprop: plateau_rmsprop_f64,
    adam: plateau_adam_f64,
    signStep: plateau_sign_step_f64,
    signStepRounding: { count, x, direction, origin, step, epsilon, lower, upper, _ in
      plateau_sign_step_f64(count, x, direction, origin, step, epsilon, lower, upper)
    },
    lengthStep: plateau_length_step_f64,
    clip: plateau_clip_f64,
    fromSingles: plateau_widen,
    toSingles: plateau_narrow,
    scale: plateau_scale_f64,
    squaredDistance: plateau_squared_distance_f64,
    largestMagnitude: plateau_largest_magnitude_f64,
    allFinite: plateau_all_finite_f64)

  /// `double`.
  public static let precisionName = "double"
}
