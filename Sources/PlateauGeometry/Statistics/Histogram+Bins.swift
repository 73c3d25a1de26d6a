import PlateauNumerics

extension Histogram {
  /// The number of bins that suits some values: their width is twice the interquartile range over
  /// the cube root of their number.
  ///
  /// Where the interquartile range is 0, as of activities that are nearly all 0, Sturges' rule
  /// stands in: 1 + log₂ n.
  ///
  /// - Parameters:
  ///   - values: At least one finite number.
  ///   - range: What the bins will cover.
  ///   - limits: The fewest and the most bins.
  /// - Returns: A number within the limits.
  /// - Complexity: O(*n* log *n*)
  ///
  /// Source: D. Freedman and P. Diaconis, "On the histogram as a density estimator: L₂ theory",
  /// 1981, section 1; H. A. Sturges, "The choice of a class interval", 1926.
  public static func binCount(
    for values: [Double], in range: ClosedRange<Double>, limits: ClosedRange<Int> = 10...200
  ) -> Int {
    precondition(!values.isEmpty && limits.lowerBound > 0, "bins are of values")
    let sorted = values.sorted()
    let count = Double(sorted.count)
    func quantile(_ share: Double) -> Double {
      let place = share * (count - 1)
      let index = Int(place)
      let next = min(index + 1, sorted.count - 1)
      return sorted[index] + (place - Double(index)) * (sorted[next] - sorted[index])
    }
    let spread = quantile(0.75) - quantile(0.25)
    let extent = range.upperBound - range.lowerBound
    let wanted =
      spread > 0 ? extent * Elementary.cubeRoot(count) / (2 * spread) : 1 + Elementary.log2(count)
    guard wanted < Double(limits.upperBound) else { return limits.upperBound }
    return max(limits.lowerBound, Int(wanted.rounded(.up)))
  }
}
