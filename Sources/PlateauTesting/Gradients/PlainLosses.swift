import PlateauNetworks
import PlateauNumerics

// Losses by their definitions in plain arithmetic, independent of the kernels they check.

extension LogitLoss {
  /// The loss of one example's logits.
  func value(_ logits: ArraySlice<Double>, label: Int) -> Double {
    let own = logits[logits.startIndex + label]
    switch self {
    case .crossEntropy:
      let largest = logits.max() ?? 0
      return largest - own + Elementary.log(logits.reduce(0) { $0 + Elementary.exp($1 - largest) })
    case .margin: return rival(of: label, in: logits) - own
    case .logitRatio:
      let sorted = logits.sorted(by: >)
      let spread = sorted[0] - sorted[min(2, sorted.count - 1)]
      return (rival(of: label, in: logits) - own) / (spread > 0 ? spread : 1)
    }
  }

  private func rival(of label: Int, in logits: ArraySlice<Double>) -> Double {
    var rival = -Double.infinity
    for (place, logit) in logits.enumerated() where place != label { rival = max(rival, logit) }
    return rival
  }
}

extension Network<Double> {
  /// The mean over examples of cross-entropy and weighted penalties.
  func trainingLoss(
    at inputs: Matrix<Double>, labels: [Int], penaltyWeights: [Double],
    attentionWeight: Double = 0, workers: Workers
  ) -> Double {
    let logits = logits(of: inputs, workers: workers)
    var sum = 0.0
    for (row, label) in labels.enumerated() {
      sum += LogitLoss.crossEntropy.value(logits.row(row), label: label)
    }
    if attentionWeight != 0 {
      for weights in softmaxWeights(of: inputs, workers: workers) {
        sum += attentionWeight * weights.elements.reduce(0) { $0 + $1 * (1 - $1) }
      }
    }
    guard penaltyWeights.contains(where: { $0 != 0 }) else { return sum / Double(labels.count) }
    let layers = hiddenPreActivations(of: inputs, workers: workers)
    for (index, activation) in architecture.hiddenActivations.enumerated() {
      guard let activation else { continue }
      let penalty = layers[index].elements.reduce(0) {
        $0 + (activation.function.complement(at: $1) ?? 0)
      }
      sum += penaltyWeights[index] * penalty
    }
    return sum / Double(labels.count)
  }
}
