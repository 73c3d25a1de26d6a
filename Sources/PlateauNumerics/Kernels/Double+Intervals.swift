package import CPlateauKernels

extension Double {
  /// The interval arithmetic of training in double precision.
  public static let intervals: IntervalKernels<Double> = intervals(at: LevelTable.current)

  /// The interval arithmetic of training in double precision at a level.
  package static func intervals(at table: plateau_level_table) -> IntervalKernels<Double> {
    let own = table.intervals_f64.pointee
    return IntervalKernels<Double>(
      ball: own.ball,
      magnitudes: own.magnitudes,
      toEnds: own.to_ends,
      toCenters: own.to_centers,
      activate: own.activate,
      backward: own.backward,
      sums: own.sums,
      pull: own.pull,
      addSigned: own.add_signed,
      margins: own.margins,
      marginsBack: own.margins_back,
      marginsGradient: own.margins_gradient)
  }
}
