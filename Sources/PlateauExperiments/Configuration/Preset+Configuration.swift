import PlateauNetworks
public import PlateauTraining

extension Preset {
  /// The configuration of the preset, on the built-in data until another source is set.
  ///
  /// - Parameter isQuick: Whether to train for few epochs, for a first look.
  /// - Returns: The configuration, with every number that determines the run.
  /// - Throws: never for the presets there are.
  public func configuration(isQuick: Bool = false) throws(TrainingError) -> RunConfiguration {
    let plan =
      switch training {
      case .vanilla: try vanilla(isQuick)
      case .adversarial: try adversarial(isQuick)
      case .saturating:
        activation == .sigmoid ? try saturatingSigmoid(isQuick) : try saturatingReLU(isQuick)
      }
    return RunConfiguration(
      network: RunConfiguration.Perceptron(activation: activation), training: plan)
  }

  private func vanilla(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    let epochs = isQuick ? 5 : 10
    return TrainingPlan(
      epochs: epochs, optimizer: .rmsprop(rate: activation == .sigmoid ? 3e-3 : 1e-3),
      rateSchedule: try RateSchedule(factor: 0.1, epochs: [epochs - 2]))
  }

  private func adversarial(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    let epochs = isQuick ? 6 : 20
    return TrainingPlan(
      epochs: epochs, optimizer: .rmsprop(rate: 1e-3),
      rateSchedule: try RateSchedule(factor: 0.1, epochs: [epochs - 2]), isAdversarial: true)
  }

  // λ rises slowly: a hundred times faster it ruins the network. The high rate saturates units
  // without a cost in clean accuracy once it has dropped.
  private func saturatingSigmoid(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    TrainingPlan(
      epochs: isQuick ? 9 : 30, optimizer: .rmsprop(rate: 1e-2),
      rateSchedule: try RateSchedule(factor: 0.1, epochs: isQuick ? [7] : [20, 25]),
      penalty: SaturationPenalty(
        schedule: try PenaltySchedule(maximum: 0.05, step: isQuick ? 2e-5 : 1e-5)))
  }

  private func saturatingReLU(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    TrainingPlan(
      epochs: isQuick ? 8 : 20, optimizer: .rmsprop(rate: 1e-3),
      penalty: SaturationPenalty(
        schedule: try PenaltySchedule(maximum: isQuick ? 3e-3 : 1e-2, step: 1e-5)))
  }
}
