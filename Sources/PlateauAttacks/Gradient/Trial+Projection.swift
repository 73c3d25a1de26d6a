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
    let columns = Int64(iterates.columns)
    let bounds = threat.bounds
    switch threat.norm {
    case .lInfinity:
      Double.kernels.clip(
        columns, point, origins.row(row), threat.epsilon, bounds.lowerBound, bounds.upperBound)
    case .l2:
      // A step of no length; the direction does not matter.
      Double.kernels.lengthStep(
        1, columns, point, origins.row(row), origins.row(row), 0, threat.epsilon,
        bounds.lowerBound, bounds.upperBound)
    }
  }

  /// Moves one point along a direction, and into the ball around the origin of a row and the box.
  func step(
    _ point: UnsafeMutablePointer<Double>, along direction: UnsafePointer<Double>, by size: Double,
    around row: Int
  ) {
    let columns = Int64(iterates.columns)
    let bounds = threat.bounds
    switch threat.norm {
    case .lInfinity:
      Double.kernels.signStep(
        columns, point, direction, origins.row(row), size, threat.epsilon, bounds.lowerBound,
        bounds.upperBound)
    case .l2:
      Double.kernels.lengthStep(
        1, columns, point, direction, origins.row(row), size, threat.epsilon, bounds.lowerBound,
        bounds.upperBound)
    }
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
        switch threat.norm {
        case .lInfinity:
          for column in 0..<columns { target[column] = generator.uniform(-1, 1) }
          return Double.kernels.largestMagnitude(Int64(columns), target)
        case .l2:
          var squares = 0.0
          for column in 0..<columns {
            target[column] = generator.normal()
            squares += target[column] * target[column]
          }
          return squares.squareRoot()
        }
      }
      let scale = threat.epsilon / max(length, 0x1p-500)
      let origin = origins.row(row)
      for column in 0..<columns { target[column] = origin[column] + scale * target[column] }
      clip(target)
    }
  }
}
