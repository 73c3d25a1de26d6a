/// A loss of the logits of one example, which attacks maximize.
public enum LogitLoss: String, Sendable, Hashable, Codable, CaseIterable {
  /// −log softmax(z)_y.
  case crossEntropy
  /// max_{k≠y} z_k − z_y: positive once the example is misclassified.
  ///
  /// Source: N. Carlini and D. Wagner, "Towards Evaluating the Robustness of Neural Networks",
  /// 2017, objective *f*₆.
  case margin
  /// The difference of logits ratio −(z_y − max_{k≠y} z_k) / (z_(1) − z_(3)), where z_(i) are the
  /// logits in descending order; at least 3 classes.
  ///
  /// Where the denominator is zero it is left out. It does not change when all logits are scaled.
  ///
  /// Source: F. Croce and M. Hein, "Reliable evaluation of adversarial robustness with an ensemble
  /// of diverse parameter-free attacks", 2020, section 5.
  case logitRatio
}
