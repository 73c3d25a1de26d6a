import PlateauNetworks
public import PlateauTraining

extension Preset {
  /// The configuration of the preset, on the built-in data until another source is set.
  ///
  /// - Throws: never for the presets there are.
  public func configuration(isQuick: Bool = false) throws(TrainingError) -> RunConfiguration {
    var plan = TrainingPlan(epochs: 10)
    switch training {
    case .vanilla: break
    case .adversarial:
      plan.epochs = 20
      plan.isAdversarial = true
    case .saturating:
      plan.epochs = 30
      plan.penalty = SaturationPenalty(
        schedule: try PenaltySchedule(
          maximum: activation == .sigmoid ? 0.02 : 0.01, step: 1e-5))
    }
    return RunConfiguration(
      network: RunConfiguration.Perceptron(activation: activation), training: plan)
  }
}
