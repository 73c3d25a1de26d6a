/// The line through points that leaves the least sum of squared vertical distances.
///
/// ```swift
/// let line = LeastSquaresLine(x: [0, 1, 2], y: [1, 3, 5])
/// // slope 2, intercept 1, R² 1
/// ```
public struct LeastSquaresLine: Sendable, Hashable, Codable {
  /// The rise for each unit of x.
  public let slope: Double
  /// The height at x = 0.
  public let intercept: Double
  /// The share R² of the variance of y that the line accounts for, in 0...1; nil where all y are
  /// equal.
  public let rSquared: Double?

  /// Fits a line, or fails where there are not two different places.
  ///
  /// Sums are of differences from the means, in Double: for n points the relative error of the slope
  /// is about n·2⁻⁵³ times Σ|Δx·Δy| / |ΣΔx·Δy|.
  ///
  /// - Parameters:
  ///   - x: The places of the points, finite.
  ///   - y: Their heights, finite, one for each place.
  /// - Complexity: O(*points*)
  ///
  /// Source: N. Draper and H. Smith, "Applied Regression Analysis", 1998, chapter 1.
  public init?(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "each place has a height")
    precondition((x + y).allSatisfy(\.isFinite), "points are finite")
    guard let first = x.first, x.contains(where: { $0 != first }) else { return nil }
    // Exactly: the mean of equal heights may be rounded.
    guard y.contains(where: { $0 != y[0] }) else {
      (slope, intercept, rSquared) = (0, y[0], nil)
      return
    }
    let count = Double(x.count)
    let center = (x: x.reduce(0, +) / count, y: y.reduce(0, +) / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      xx += (x - center.x) * (x - center.x)
      xy += (x - center.x) * (y - center.y)
      yy += (y - center.y) * (y - center.y)
    }
    guard xx > 0 else { return nil }
    slope = xy / xx
    intercept = center.y - slope * center.x
    rSquared = yy > 0 ? min(1, slope * xy / yy) : nil
  }

  /// The height of the line at a place.
  public func callAsFunction(_ x: Double) -> Double { intercept + slope * x }
}
