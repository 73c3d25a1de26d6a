import CPlateauKernels

extension Double {
  /// The interval arithmetic of training in double precision.
  public static let intervals = IntervalKernels<Double>(
    ball: plateau_interval_ball_f64,
    magnitudes: plateau_magnitudes_f64,
    toEnds: plateau_interval_to_ends_f64,
    toCenters: plateau_interval_to_centers_f64,
    activate: plateau_interval_activate_f64,
    backward: plateau_interval_backward_f64,
    sums: plateau_interval_sums_f64,
    pull: plateau_interval_pull_f64,
    addSigned: plateau_add_signed_f64,
    margins: plateau_interval_margins_f64,
    marginsBack: plateau_interval_margins_back_f64,
    marginsGradient: plateau_interval_margins_gradient_f64)
}
