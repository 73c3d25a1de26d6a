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
    let scale = Self.scale(of: range, bins: bins)
    for value in values {
      precondition(range.contains(value), "a value lies outside the range")
      counts[Self.bin(of: value, from: range.lowerBound, scale, bins)] += 1
    }
    self.init(counts: counts, in: range)
  }

  /// Gathers counts.
  init(counts: [Int], in range: ClosedRange<Double>) {
    lower = range.lowerBound
    upper = range.upperBound
    self.counts = counts
  }

  /// The bins in a unit of the values.
  static func scale(of range: ClosedRange<Double>, bins: Int) -> Double {
    Double(bins) / (range.upperBound - range.lowerBound)
  }

  /// The bin of a value in the range.
  @inline(__always)
  static func bin(of value: Double, from lower: Double, _ scale: Double, _ bins: Int) -> Int {
    min(bins - 1, Int((value - lower) * scale))
  }
}
