import PlateauGeometry
import PlateauNumerics

/// The length elements along the straight path between two examples.
public struct PathRecord: Codable, Sendable, Hashable {
  /// The class of the example where it begins.
  public var source: Int
  /// The class of the example where it ends.
  public var target: Int
  /// The number of the example where it begins: the first of its class that is classified correctly,
  /// or else the first.
  public var sourceExample: Int
  /// The number of the example where it ends, chosen the same way.
  public var targetExample: Int
  /// The number of points.
  public var points: Int
  /// As a usual framework computes it in Float.
  public var naive: Lengths
  /// In Double with exponents.
  public var stable: Lengths

  /// The decimal logarithms of length elements, over the points of a path.
  public struct Lengths: Codable, Sendable, Hashable {
    /// The mean of log₁₀ ‖J·ẋ‖ over points where it is a positive number; nil where it is nowhere.
    public var euclidean: Double?
    /// The mean of log₁₀ of Fisher's length element over such points; nil where there is none.
    public var fisher: Double?
    /// The points at which the Euclidean length element is 0, NaN or infinite.
    public var euclideanLost: Int
    /// The points at which Fisher's length element is 0, NaN or infinite.
    public var fisherLost: Int

    init(_ points: [PathPoint]) {
      (euclidean, euclideanLost) = Self.mean(points.map(\.euclideanLength))
      (fisher, fisherLost) = Self.mean(points.map(\.fisherLength))
    }

    private static func mean(_ values: [ScaledValue]) -> (mean: Double?, lost: Int) {
      let logarithms = values.filter { $0.isFinite && $0 > .zero }.map(\.log10)
      let lost = values.count - logarithms.count
      guard !logarithms.isEmpty else { return (nil, lost) }
      return (logarithms.reduce(0, +) / Double(logarithms.count), lost)
    }
  }
}
