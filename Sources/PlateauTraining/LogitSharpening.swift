/// A factor on the logits from some epoch of training on.
///
/// It is applied once, to the weights and biases of the last layer, and training goes on. No
/// decision changes at that moment, but softmax comes so close to 0 and 1 that the gradient of the
/// cross-entropy vanishes in floating point: what looks like robustness is then masking.
public struct LogitSharpening: Sendable, Hashable {
  /// What weights and biases of the last layer are multiplied by.
  public let factor: Double
  /// The number of the epoch after which this happens, at least 1.
  public let epoch: Int

  /// Creates a sharpening.
  ///
  /// - Throws: `TrainingError` where the factor is not positive and finite, or the epoch is not
  ///   positive.
  public init(factor: Double, epoch: Int) throws(TrainingError) {
    guard factor > 0 && factor.isFinite else {
      throw TrainingError(
        .invalid, "The factor on the logits is \(factor); it must be positive and finite.")
    }
    guard epoch >= 1 else {
      throw TrainingError(
        .invalid, "Logits are sharpened after epoch \(epoch); it must be 1 or later.")
    }
    self.factor = factor
    self.epoch = epoch
  }
}
