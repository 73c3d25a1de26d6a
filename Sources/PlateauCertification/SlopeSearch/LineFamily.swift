/// Lines on one side of a nonlinearity, by a parameter, all of which hold on an interval.
struct LineFamily {
  enum Kind {
    /// The one line there is.
    case fixed
    /// Lines of every slope of a range through a point.
    case pencil
    /// Tangents of an S-shaped function at every point of a range.
    case tangents
  }

  var kind = Kind.fixed
  /// The range of slopes, or of points.
  var range = (low: 0.0, high: 0.0)
  /// Where the lines of a pencil meet: 0, where they are 0, or 1, where they are 1.
  var center = 0.0
  /// The line to begin with, which bounds without a search have, too.
  var first: Relaxation.Line
  /// Its parameter.
  var start = 0.0

  init(_ line: Relaxation.Line) { first = line }

  /// All slopes of a range, through (0, 0) or (1, 1).
  init(slopes: (low: Double, high: Double), through center: Double, first: Relaxation.Line) {
    self.init(first)
    kind = .pencil
    range = slopes
    self.center = center
    start = min(max(first.slope, slopes.low), slopes.high)
  }

  /// Tangents at the points of a range.
  init(points: (low: Double, high: Double), start: Double, first: Relaxation.Line) {
    self.init(first)
    guard points.low < points.high else { return }
    kind = .tangents
    range = points
    self.start = min(max(start, points.low), points.high)
  }
}

/// The lines below a unit's nonlinearity and those above it.
struct LineFamilies {
  var lower: LineFamily
  var upper: LineFamily
}
