/// Lines on one side of a nonlinearity, by a parameter, all of which hold on an interval.
struct AlphaLine {
  enum Kind {
    /// The one line there is.
    case fixed
    /// Lines of every slope of a range through a point.
    case pencil
    /// Tangents above an S-shaped function at every point of a range.
    case tangents
    /// The mirror images of tangents, below it.
    case mirroredTangents
    /// Tangents of a concave part of a curve, above it, or of a convex one, below it.
    case curveTangents
    /// Lines above or below a curve of every slope of a range.
    case upperSlopes, lowerSlopes
  }

  var kind = Kind.fixed
  /// The range of slopes, or of points.
  var low = 0.0
  var high = 0.0
  /// The parameter to begin with.
  var start = 0.0
  /// The line to begin with, which bounds without a search have, too.
  var first: Relaxation.Line
  /// Where the lines of a pencil meet: 0, where they are 0, or 1, where they are 1.
  var center = 0.0
  /// The tangents of a part of a curve.
  var tangents: CurveTangents?
  /// Of lines of every slope the interval; of tangents above the same, and a number not below φ where it begins.
  var interval = (low: 0.0, high: 0.0)
  var end = 0.0

  init(_ line: Relaxation.Line) { first = line }

  /// All slopes of a range, through (0, 0) or (1, 1).
  init(slopes: (low: Double, high: Double), through center: Double, first: Relaxation.Line) {
    self.init(first)
    kind = .pencil
    (low, high) = slopes
    self.center = center
    start = min(max(first.slope, low), high)
  }
}

/// The lines below a unit's nonlinearity and those above it.
struct AlphaRelaxation {
  var lower: AlphaLine
  var upper: AlphaLine
}
