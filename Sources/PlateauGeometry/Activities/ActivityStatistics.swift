public import PlateauNumerics

/// What the layers of a network do at some examples, without the activities themselves.
public struct ActivityStatistics: Sendable, Hashable {
  /// The activities of one layer.
  public struct Layer: Sendable, Hashable {
    /// The activities over all units and examples; of the last layer the logits.
    public let distribution: Distribution
    /// The share of (unit, example) pairs on the flat part: the slope is at most 0.01 of the
    /// largest; 0 without a nonlinearity, nil for the logits.
    public let saturatedFraction: Double?
  }

  /// The hidden layers, from the input on, and last the logits.
  public let layers: [Layer]
  /// The logits, of shape `[examples, classes]`.
  public let logits: Matrix<Double>
}
