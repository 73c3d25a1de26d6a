public import PlateauNumerics
import PlateauRobustness
import RealModule

extension Trial {
  /// Moves rows into the ball and the box.
  ///
  /// - Parameter points: Rows to move, of shape `[count, features]`.
  public func project(_ points: RowBuffer<Double>) {
    for row in 0..<count { project(points.row(row), around: row) }
  }

  /// Moves one point into the ball around the origin of a row, and into the box.
  func project(_ point: UnsafeMutablePointer<Double>, around row: Int) {
    // A step of no length; the direction does not matter.
    step(point, along: origins.row(row), by: 0, around: row)
  }

  /// Moves one point along a direction, and into the ball around the origin of a row and the box.
  func step(
    _ point: UnsafeMutablePointer<Double>, along direction: UnsafePointer<Double>, by size: Double,
    around row: Int
  ) {
    threat.ball.step(
      point, along: direction, by: size, around: origins.row(row), rows: 1,
      columns: iterates.columns, within: threat)
  }

  /// Moves every iterate to a random point at distance epsilon from its origin, clipped to the box.
  ///
  /// In ℓ2 its direction is uniform; in ℓ∞ the changes are uniform, scaled so that the largest is
  /// epsilon.
  public func moveToRandomEdge() {
    let columns = iterates.columns
    for row in 0..<count {
      let target = iterates.row(row)
      let length = withGenerator(row: row) { generator in
        threat.ball.drawDirection(into: target, count: columns, using: &generator)
      }
      let scale = threat.epsilon / max(length, 0x1p-500)
      let origin = origins.row(row)
      for column in 0..<columns { target[column] = origin[column] + scale * target[column] }
      clip(target)
    }
  }
}
