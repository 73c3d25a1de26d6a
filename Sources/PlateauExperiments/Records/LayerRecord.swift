public import PlateauGeometry

/// The distribution of a layer's weights or activities.
public struct LayerRecord: Codable, Sendable, Hashable {
  /// What is described: `layer 1`, counted from the input.
  public var name: String
  /// The values.
  public var distribution: Distribution
  /// The share of (unit, example) pairs with a slope of at most 0.01 of the largest; nil for
  /// weights.
  public var saturatedFraction: Double?

  /// Creates a record of one layer.
  public init(
    name: String, distribution: Distribution, saturatedFraction: Double? = nil
  ) {
    self.name = name
    self.distribution = distribution
    self.saturatedFraction = saturatedFraction
  }
}
