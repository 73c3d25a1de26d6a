import PlateauNumerics
import PlateauRobustness

/// The inputs around each example: a box as centers and radii, and the ball if it is no box itself.
final class InputRegion {
  let centers: RowBuffer<Double>
  /// The box lies within these around the centers.
  let radii: RowBuffer<Double>
  /// The examples, around which the ball is.
  let points: RowBuffer<Double>
  /// The ball and its radius; nil where it is a box.
  private(set) var ball: (any Ball)?
  private(set) var radius = 0.0
  private(set) var box: ClosedRange<Double> = 0...1

  init(capacity: Int, columns: Int) {
    centers = RowBuffer(capacity: capacity, columns: columns)
    radii = RowBuffer(capacity: capacity, columns: columns)
    points = RowBuffer(capacity: capacity, columns: columns)
  }

  /// Takes the boxes that an interval pass has begun with.
  func load(_ pass: IntervalPass, _ threat: ThreatModel, rows: Int) {
    ball = threat.ball.isBox ? nil : threat.ball
    radius = threat.epsilon
    box = threat.bounds
    for index in 0..<rows * centers.columns {
      let (low, high) = (pass.boxes[0].lower[index], pass.boxes[0].upper[index])
      let center = 0.5 * low + 0.5 * high
      centers.pointer[index] = center
      radii.pointer[index] = max(high - center, center - low) * RoundingError.up
      points.pointer[index] = pass.inputs.pointer[index]
    }
  }
}
