package import PlateauNumerics

/// The geometry of the balls of one norm: all that searches and bounds ask of it.
///
/// A norm is a conformance and a line of ``Norm/ball``. Vectors are of `count` values; where nothing
/// else is said, numbers are rounded to nearest.
package protocol Ball: Sendable {
  /// The sign of the norm, such as ℓ₂.
  var symbol: String { get }
  /// Whether balls are boxes: each value may be moved whatever the others do.
  var isBox: Bool { get }
  /// Whether a ball lies within the Euclidean one of its radius, so that |w·δ| ≤ ε·‖w‖₂ holds.
  var isWithinEuclideanBall: Bool { get }

  // MARK: - Lengths

  /// The size of a perturbation.
  func size(of perturbation: PerturbationSize) -> Double

  /// The length of a vector.
  func length(of vector: UnsafePointer<Double>, count: Int) -> Double

  /// The distance of two points.
  func distance(
    from first: UnsafePointer<Double>, to second: UnsafePointer<Double>, count: Int
  ) -> Double

  /// The length under the dual norm: the most that a gradient rises by over a ball of
  /// radius 1.
  func dualLength(of gradient: UnsafePointer<Double>, count: Int) -> Double

  /// How far the opposite corners of a cube are apart.
  func diagonal(ofCube width: Double, dimensions: Int) -> Double

  // MARK: - Moves

  /// Moves a point into a ball; one inside stays where it is.
  func confine(
    _ point: UnsafeMutablePointer<Double>, around center: UnsafePointer<Double>, radius: Double,
    count: Int)

  /// Moves points by a length along directions, then into the balls around their origins and into
  /// the box.
  ///
  /// In ℓ∞ the signs of a direction count, in ℓ₂ it counts up to a factor: the way of steepest
  /// ascent, if it is a gradient. Points, directions and origins have the shape `[rows, columns]`;
  /// with a size of 0 points are projected alone.
  func step(
    _ points: UnsafeMutablePointer<Double>, along directions: UnsafePointer<Double>,
    by size: Double, around origins: UnsafePointer<Double>, rows: Int, columns: Int,
    within threat: ThreatModel)

  /// Turns a gradient into the vector of length 1 along which it rises the fastest, nearly.
  func normalize(_ gradient: UnsafeMutablePointer<Double>, count: Int)

  /// Draws a random direction.
  ///
  /// - Returns: Its length.
  func drawDirection(
    into direction: UnsafeMutablePointer<Double>, count: Int,
    using generator: inout SeededGenerator
  ) -> Double

  /// What a random direction of some length is multiplied by to be a random change inside a ball.
  func drawScale(
    radius: Double, length: Double, using generator: inout SeededGenerator
  ) -> Double

  /// Rounds a proposal to Float and moves it into a ball and the box, in real arithmetic.
  ///
  /// A value that is no number becomes that of the origin. The box is that of the floats inside the
  /// range of inputs.
  func contain(
    _ proposal: UnsafePointer<Double>, around origin: UnsafePointer<Float>, radius: Double,
    box: ClosedRange<Float>, count: Int, into output: UnsafeMutablePointer<Float>)

  /// Finds the shortest move *d* with `weights`·*d* = `amount` that stays in the box.
  ///
  /// Where no point of the box lies on the plane the move goes as far towards it as possible.
  ///
  /// - Returns: The length of the move.
  func moveToPlane(
    from point: UnsafePointer<Double>, weights: UnsafePointer<Double>, amount: Double,
    box: ClosedRange<Double>, count: Int, into move: UnsafeMutablePointer<Double>
  ) -> Double

  // MARK: - Minima

  /// Computes a·x, and no less than the dual length of a in real arithmetic.
  func support(
    of a: UnsafePointer<Double>, at x: UnsafePointer<Double>, count: Int
  ) -> (center: Double, dualLength: Double)

  /// Puts the point of a ball where a·x is least into `target`, if the minimum is above a value.
  func minimize(
    _ a: UnsafePointer<Double>, around center: UnsafePointer<Double>, radius: Double, count: Int,
    above value: Double, into target: UnsafeMutablePointer<Double>)

  /// Bounds the minimum of a linear function over a ball clipped to the box from below, apart from
  /// it by rounding alone.
  func minimum(
    of problem: LinearProblem, radius: Double, box: ClosedRange<Double>
  ) -> Double

  /// Whether a change, of whose values these are no less than the magnitudes, is certainly at most as
  /// long as the radius.
  func certainlyContains(_ changes: [Double], radius: Double) -> Bool
}

extension ThreatModel {
  /// The geometry of the ball.
  package var ball: any Ball { norm.ball }
}
