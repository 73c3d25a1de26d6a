import PlateauNetworks
import PlateauNumerics

extension BoundWorkspace {
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
    } else if let planes = planes[index] {
      draw(planes, around: stage, rows: rows)
      let box = intervals.boxes[stage.value]
      for index in 0..<count {
        target.pointer[index] = max(box.lower[index].magnitude, box.upper[index].magnitude)
      }
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

  /// Draws the planes around what a nonlinear map makes of what it takes.
  private func draw(_ planes: PlaneBlock, around stage: IntervalStage, rows: Int) {
    for row in 0..<rows where !intervals.isLost[row] {
      planes.draw(
        row, stage.sources.map { intervals.boxes[$0].example(row) },
        stage.sources.map { UnsafePointer(magnitudes[$0].row(row)) })
    }
  }
}
