/// Two lines that a function of one variable lies between, on an interval.
///
/// They hold in real arithmetic, for the numbers as they are stored.
struct Relaxation {
  /// slope · z + intercept.
  struct Line {
    var slope: Double
    var intercept: Double
  }

  /// Nowhere above the function.
  var lower: Line
  /// Nowhere below the function.
  var upper: Line

  /// Whether both lines are the same.
  var isOneLine: Bool { lower.slope == upper.slope && lower.intercept == upper.intercept }

  /// How far the lines are apart in the mean over an interval, up to rounding.
  func gap(_ low: Double, _ high: Double) -> Double {
    upper.intercept - lower.intercept
      + (upper.slope - lower.slope) * (0.5 * low + 0.5 * high)
  }
}
