/// The moments of some values, and their histogram.
public struct Distribution: Sendable, Hashable, Codable {
  /// The number of values.
  public let count: Int
  /// The mean.
  public let mean: Double
  /// The standard deviation of the population.
  public let standardDeviation: Double
  /// The smallest value.
  public let minimum: Double
  /// The largest value.
  public let maximum: Double
  /// m₄/m₂² − 3 of the population moments; nil where all values are equal.
  public let excessKurtosis: Double?
  /// The counts in bins of equal width.
  public let histogram: Histogram

  /// The standard error of `excessKurtosis` if the values were drawn from a normal distribution;
  /// nil for fewer than 4.
  ///
  /// √(24·n·(n − 2)·(n − 3) / ((n + 1)²·(n + 3)·(n + 5))), which is exact for the ratio of population
  /// moments. (The bias-corrected estimate of some programs is larger, and so is its standard error,
  /// by the factor (n² − 1) / ((n − 2)·(n − 3)).) It says how far from 0 chance alone takes the
  /// kurtosis of normal values, and is no confidence interval for values with heavy tails.
  ///
  /// Source: D. N. Joanes and C. A. Gill, "Comparing measures of sample skewness and kurtosis",
  /// 1998, the variance of g₂.
  public var excessKurtosisStandardError: Double? {
    guard count >= 4 else { return nil }
    let n = Double(count)
    return (24 * n / (n + 1) * ((n - 2) / (n + 1)) * ((n - 3) / (n + 3)) / (n + 5)).squareRoot()
  }

  /// Describes values.
  ///
  /// Moments are taken about the mean in a second pass, in Double; their relative error is about
  /// `count` · 2⁻⁵³.
  ///
  /// - Parameters:
  ///   - values: At least one finite number.
  ///   - range: The range of the histogram, widened to hold every value; that of the values by
  ///     default.
  ///   - bins: The number of bins.
  /// - Complexity: O(*values*)
  public init(of values: [Double], in range: ClosedRange<Double>? = nil, bins: Int = 61) {
    precondition(!values.isEmpty, "a distribution has values")
    let mean = values.reduce(0, +) / Double(values.count)
    var second = 0.0
    var fourth = 0.0
    var least = values[0]
    var most = values[0]
    for value in values {
      let square = (value - mean) * (value - mean)
      second += square
      fourth += square * square
      least = min(least, value)
      most = max(most, value)
    }
    precondition(least.isFinite && most.isFinite, "values are finite")
    let edges = Self.edges(least...most, in: range)
    self.init(
      count: values.count, mean: mean, second: second, fourth: fourth, extent: least...most,
      histogram: Histogram(of: values, in: edges, bins: bins))
  }

  /// Gathers what was summed over values.
  ///
  /// - Parameters:
  ///   - count: The number of values.
  ///   - mean: Their mean.
  ///   - second: The sum of (value − mean)².
  ///   - fourth: The sum of (value − mean)⁴.
  ///   - extent: The smallest and the largest value.
  ///   - histogram: The counts.
  init(
    count: Int, mean: Double, second: Double, fourth: Double, extent: ClosedRange<Double>,
    histogram: Histogram
  ) {
    let (second, fourth) = (second / Double(count), fourth / Double(count))
    self.count = count
    self.mean = mean
    standardDeviation = second.squareRoot()
    minimum = extent.lowerBound
    maximum = extent.upperBound
    excessKurtosis = second > 0 ? fourth / (second * second) - 3 : nil
    self.histogram = histogram
  }

  /// The range of a histogram of values in an extent, at least as wide as is asked for.
  static func edges(
    _ extent: ClosedRange<Double>, in range: ClosedRange<Double>?
  ) -> ClosedRange<Double> {
    let lower = min(range?.lowerBound ?? extent.lowerBound, extent.lowerBound)
    var upper = max(range?.upperBound ?? extent.upperBound, extent.upperBound)
    if upper <= lower { upper = lower + max(lower.magnitude, 1) * 0x1p-20 }
    return lower...upper
  }

  /// Describes values in a range that is symmetric about 0.
  public static func symmetric(_ values: [Double], bins: Int = 61) -> Distribution {
    let most = values.reduce(0) { max($0, $1.magnitude) }
    return Distribution(of: values, in: -most...most, bins: bins)
  }
}
