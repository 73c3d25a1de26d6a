import PlateauNetworks
import PlateauNumerics

extension LinearPass {
  /// Bounds Σ |w|·|s| over the box of what a stage takes, for each unit: the magnitude of its sum,
  /// and what errors of that and of coefficients are proportional to.
  func size(_ stage: IntervalStage, rows: Int) {
    let index = stage.value - 1
    guard let target = sizes[index] else { return }
    let count = rows * stage.outputs
    if let maximum = stage.maximum {
      maximum.apply(
        UnsafePointer(magnitudes[stage.source].pointer), into: target.pointer, winners: nil,
        rows: 0..<rows)
    } else {
      stage.map?.applyMagnitudes(
        stage.sources.map { UnsafePointer(magnitudes[$0].pointer) }, intervals.scratch.pointer,
        into: target.pointer, rows: rows)
    }
    if let affine = stage.affine {
      let channels = affine.factors.count
      for index in 0..<count {
        target.pointer[index] *= affine.factors[index % channels].magnitude
      }
    }
    let up = 1 + 2 * RoundingError.gamma(stage.inputs + 8)
    let least = Double(stage.inputs + 8) * RoundingError.tiny
    for index in 0..<count { target.pointer[index] = target.pointer[index] * up + least }
  }
}
