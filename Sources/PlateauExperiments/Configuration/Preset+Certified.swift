import PlateauNetworks
import PlateauTraining

extension Preset {
  /// Whether bounds are trained on.
  var isCertified: Bool { training == .certified || training == .certifiedSaturating }

  /// Training on interval bounds at ε = 0.1, with the certified saturation penalty where asked for.
  ///
  /// Sigmoid networks learn nothing unless weights are drawn larger (`glorotUniform`) and the radius
  /// waits, and the penalty waits for the first steps, in which it would win
  /// (docs/decisions/0017-certified-training.md).
  func certified(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    let isPerceptron = family == .mlp
    let epochs = isQuick ? (isPerceptron ? 8 : 10) : (isPerceptron ? 20 : 30)
    let drops =
      isPerceptron ? [epochs * 7 / 10, epochs * 9 / 10] : [epochs * 11 / 15, epochs * 9 / 10]
    let start = isPerceptron || isQuick || activation == .relu ? 1 : 2
    let warmup = isQuick ? 4 : isPerceptron ? 6 : 8
    let penalty = training == .certifiedSaturating ? try certifiedPenalty(isQuick) : nil
    return TrainingPlan(
      epochs: epochs, batchSize: 128, optimizer: .adam(rate: activation == .sigmoid ? 3e-3 : 1e-3),
      rateSchedule: try RateSchedule(factor: 0.2, epochs: drops),
      certified: try CertifiedTraining(
        method: penalty == nil ? .interval : .both, epsilon: 0.1, start: start, warmup: warmup,
        kappa: 0, penalty: penalty))
  }

  // λ rises over most of the epochs; in quick training, of few steps, faster.
  private func certifiedPenalty(_ isQuick: Bool) throws(TrainingError) -> SaturationPenalty {
    let (maximum, step, warmup): (Double, Double, Int)
    switch (family, activation) {
    case (.mlp, .relu): (maximum, step, warmup) = (1e-3, 2e-7, 400)
    case (.mlp, _): (maximum, step, warmup) = (2e-3, 4e-7, 900)
    default: (maximum, step, warmup) = (5e-4, 5e-8, 900)
    }
    return SaturationPenalty(
      schedule: try PenaltySchedule(
        maximum: maximum, step: isQuick ? 10 * step : step, warmup: isQuick ? warmup / 4 : warmup))
  }
}
