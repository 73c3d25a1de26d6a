/// A loss of the logits of one example, which attacks maximize.
public enum LogitLoss: String, Sendable, Hashable, Codable, CaseIterable {
  /// −log softmax(z)_y.
  case crossEntropy
  /// max_{k≠y} z_k − z_y: positive once the example is misclassified.
  ///
  /// Source: N. Carlini and D. Wagner, "Towards Evaluating the Robustness of Neural Networks",
  /// 2017, objective *f*₆.
  case margin
}
