/// Counts of values in bins of equal width.
public struct Histogram: Sendable, Hashable, Codable {
  /// The lower end of the first bin.
  public let lower: Double
  /// The upper end of the last bin.
  public let upper: Double
  /// The number of values in each bin; values at an inner edge belong to the bin above it, those at
  /// `upper` to the last.
  public let counts: [Int]

  /// Counts values, which must lie in `lower...upper`.
  ///
  /// - Precondition: `bins` is positive, the range is not empty, and every value lies in it.
  /// - Complexity: O(*values*)
  public init(of values: some Sequence<Double>, in range: ClosedRange<Double>, bins: Int) {
    precondition(bins > 0 && range.lowerBound < range.upperBound, "bins have a width")
    var counts = Array(repeating: 0, count: bins)
    let scale = Double(bins) / (range.upperBound - range.lowerBound)
    for value in values {
      precondition(range.contains(value), "a value lies outside the range")
      counts[min(bins - 1, Int((value - range.lowerBound) * scale))] += 1
    }
    lower = range.lowerBound
    upper = range.upperBound
    self.counts = counts
  }
}
