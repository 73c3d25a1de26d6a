/// An affine map of each channel by constants: (x − mean) / deviation.
public struct ChannelNormalization: Sendable, Hashable, Codable {
  /// What is subtracted from each channel.
  public let means: [Double]
  /// What each channel is divided by then: not 0; a negative number turns signs.
  public let deviations: [Double]

  /// Creates a normalization; numbers that do not fit an image are refused when an architecture is
  /// made.
  public init(means: [Double], deviations: [Double]) {
    self.means = means
    self.deviations = deviations
  }
}
