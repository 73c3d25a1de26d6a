public import PlateauNumerics
import PlateauRobustness
import RealModule

extension Trial {
  /// Moves every iterate along the gradient, and projects it into the ball and the box.
  ///
  /// - Parameter size: The length of the step under the norm of the threat.
  public func step(by size: Double) {
    guard count > 0 && !stepBySigns(size) else { return }
    step(iterates, along: gradient, by: size)
  }

  /// Moves rows along directions, and projects them into the ball and the box.
  ///
  /// - Parameters:
  ///   - points: Rows to move, of shape `[count, features]`.
  ///   - directions: Their directions: the signs count in ℓ∞, the direction alone in ℓ2.
  ///   - size: The length of the step under the norm of the threat.
  public func step(
    _ points: RowBuffer<Double>, along directions: RowBuffer<Double>, by size: Double
  ) {
    threat.ball.step(
      points.pointer, along: directions.pointer, by: size, around: origins.pointer, rows: count,
      columns: iterates.columns, within: threat)
  }

  /// Moves every iterate to a random point of the ball, clipped to the box.
  ///
  /// Uniform in ℓ∞; in ℓ2 a uniform direction and a radius uniform in `0...epsilon`.
  public func moveToRandomPoint() {
    let columns = iterates.columns
    for row in 0..<count {
      let target = iterates.row(row)
      let scale = withGenerator(row: row) { generator in
        let length = threat.ball.drawDirection(into: target, count: columns, using: &generator)
        return threat.ball.drawScale(radius: threat.epsilon, length: length, using: &generator)
      }
      let origin = origins.row(row)
      for column in 0..<columns { target[column] = origin[column] + scale * target[column] }
      clip(target)
    }
  }

  /// Moves a row of features into the box.
  public func clip(_ row: UnsafeMutablePointer<Double>) {
    let (lower, upper) = (threat.bounds.lowerBound, threat.bounds.upperBound)
    for column in 0..<iterates.columns { row[column] = min(max(row[column], lower), upper) }
  }
}
