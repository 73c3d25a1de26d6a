/// An activity that overflowed, or has no value.
public struct NonFiniteActivity: Error, Sendable, Hashable {
  /// The hidden layer, counted from 0 at the input, or their number for the logits.
  public let layer: Int
  /// The example; it is the first one of the layer.
  public let example: Int
  /// The unit, the first one of the example; of images channels, then rows, then columns.
  public let unit: Int
  /// What it is: infinite, or NaN.
  public let value: Double
}
