import CPlateauKernels

extension Float {
  /// The interval arithmetic of training in single precision.
  public static let intervals = IntervalKernels<Float>(
    ball: plateau_interval_ball_f32,
    magnitudes: plateau_magnitudes_f32,
    toEnds: plateau_interval_to_ends_f32,
    toCenters: plateau_interval_to_centers_f32,
    activate: plateau_interval_activate_f32,
    backward: plateau_interval_backward_f32,
    sums: plateau_interval_sums_f32,
    pull: plateau_interval_pull_f32,
    addSigned: plateau_add_signed_f32,
    margins: plateau_interval_margins_f32,
    marginsBack: plateau_interval_margins_back_f32,
    marginsGradient: plateau_interval_margins_gradient_f32)
}
