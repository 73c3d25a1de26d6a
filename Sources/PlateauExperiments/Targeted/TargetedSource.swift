import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// An image from which targeted attacks set out.
public struct TargetedSource: Codable, Sendable, Hashable {
  /// Its class.
  public var label: Int
  /// Its number among the test examples, from 0.
  public var example: Int
  /// The probability that the network gives to its class; 1 where it rounds to that.
  public var confidence: Double

  /// Creates a source.
  public init(label: Int, example: Int, confidence: Double) {
    self.label = label
    self.example = example
    self.confidence = confidence
  }

  /// The least confident correctly classified example of each class, by class.
  ///
  /// Confidence is compared by its log-odds z_y − log Σ_{k≠y} e^{z_k}, which tell apart what
  /// rounds to 1; of equals the first is taken. Classes without a correct example are left out.
  ///
  /// - Complexity: one forward pass of the examples.
  static func leastConfident(
    _ network: Network<Double>, on examples: Examples, workers: Workers
  ) -> [TargetedSource] {
    let logits = network.judgedLogits(of: examples.inputs, workers: workers)
    var best: [Int: (example: Int, logOdds: Double)] = [:]
    for (example, label) in examples.labels.enumerated() {
      var scores = Array(logits.row(example))
      guard Decision(scores, label: label) == .correct else { continue }
      let own = scores.remove(at: label)
      guard let rival = scores.max() else { continue }
      let rest = scores.reduce(0) { $0 + Elementary.exp($1 - rival) }
      let logOdds = own - rival - Elementary.log(rest)
      if logOdds < best[label]?.logOdds ?? .infinity { best[label] = (example, logOdds) }
    }
    return best.sorted { $0.key < $1.key }.map { label, found in
      TargetedSource(
        label: label, example: found.example,
        confidence: 1 / (1 + Elementary.exp(-found.logOdds)))
    }
  }
}
