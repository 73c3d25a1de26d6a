import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension DualAscent {
  /// Carries the input where each row's linear bound is least through the lines it has chosen.
  func forward(_ workspace: BoundWorkspace, below top: Int) {
    minimize(workspace)
    carry(workspace, below: top)
  }

  /// Carries the inputs in the first of ``points`` through the lines that each row has chosen.
  func carry(_ workspace: BoundWorkspace, below top: Int) {
    for index in 0..<top where rows.isWritten[index + 1] {
      apply(index, workspace)
    }
  }

  /// The input where Σ a·x is least: at a corner of the box, or where the ball ends.
  private func minimize(_ workspace: BoundWorkspace) {
    let (coefficients, target, region) = (rows.coefficients[0], points[0], workspace.region)
    let width = target.columns
    for (row, example) in rows.examples.enumerated() {
      let (own, place) = (coefficients.row(row), target.row(row))
      let (centers, radii) = (region.centers.row(example), region.radii.row(example))
      LevelTable.bounds.corner(
        count: width, row: own, centers: centers, radii: radii, into: place)
      guard let ball = region.ball else { continue }
      LevelTable.bounds.concretize(
        count: width, row: own, centers: centers, radii: radii, sizes: radii,
        sums: rows.sums.pointer)
      let boxed = rows.sums.pointer[0] - rows.sums.pointer[1]
      ball.minimize(
        own, around: region.points.row(example), radius: region.radius, count: width,
        above: boxed, into: place)
    }
  }

  private func apply(_ index: Int, _ workspace: BoundWorkspace) {
    let stage = network.stages[index]
    let target = points[stage.value]
    let count = rows.examples.count
    if let planes = workspace.planes[index] {
      for (row, example) in rows.examples.enumerated() {
        planes.follow(
          rows.coefficients[stage.value].row(row), example,
          at: stage.sources.map { UnsafePointer(points[$0].row(row)) }, into: target.row(row))
      }
    } else if let maximum = stage.maximum {
      guard let winners = workspace.winners[index] else { return }
      for (row, example) in rows.examples.enumerated() {
        maximum.gather(
          UnsafePointer(points[stage.source].row(row)), winners + example * stage.outputs,
          into: target.row(row), rows: 1)
      }
    } else {
      let step = stage.isDense ? max(1, count) : 1
      for row in stride(from: 0, to: count, by: step) {
        // Values left out here only make the next lines worse.
        if !stage.isDense, stage.multiplyAdds > 0, workspace.deadline.hasPassed { break }
        stage.map?.apply(
          stage.sources.map { UnsafePointer(points[$0].row(row)) },
          workspace.intervals.scratch.pointer, into: target.row(row), rows: step)
      }
    }
    follow(index, workspace)
  }

  /// Moves values to the lines, and keeps what comes in where these are chosen.
  private func follow(_ index: Int, _ workspace: BoundWorkspace) {
    guard let block = memory[index]?.block ?? workspace.closest[index] else { return }
    let target = points[index + 1]
    for (row, example) in rows.examples.enumerated() {
      let place = memory[index] == nil ? example : row
      let (slopes, intercepts) = (block.lowerSlopes.row(place), block.lowerIntercepts.row(place))
      let own = target.row(row)
      memory[index]?.entries.row(row).update(from: own, count: target.columns)
      for unit in 0..<target.columns { own[unit] = slopes[unit] * own[unit] + intercepts[unit] }
    }
  }
}
