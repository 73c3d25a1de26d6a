package import CPlateauKernels

extension Float {
  /// The interval arithmetic of training in single precision.
  public static let intervals: IntervalKernels<Float> = intervals(at: LevelTable.current)

  /// The interval arithmetic of training in single precision at a level.
  package static func intervals(at table: plateau_level_table) -> IntervalKernels<Float> {
    let own = table.intervals_f32.pointee
    return IntervalKernels<Float>(
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
