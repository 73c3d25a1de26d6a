import PlateauNetworks
public import PlateauTraining

extension Preset {
  /// The configuration of the preset, on the built-in data until another source is set.
  ///
  /// - Parameter isQuick: Whether to train for few epochs, for a first look.
  /// - Returns: The configuration, with every number that determines the run.
  /// - Throws: never for the presets there are.
  public func configuration(isQuick: Bool = false) throws(TrainingError) -> RunConfiguration {
    switch family {
    case .mlp:
      RunConfiguration(
        data: RunConfiguration.Data(limit: isQuick && isCertified ? 15_000 : nil),
        network: RunConfiguration.Layers(
          activation: activation,
          initializer: isCertified && activation == .sigmoid ? .glorotUniform : .uniformFanIn),
        training: try perceptron(isQuick))
    case .cnn:
      RunConfiguration(
        network: RunConfiguration.Layers(
          family: .convolutional, widths: [32, 64, 128], activation: activation,
          initializer: activation == .sigmoid ? .glorotUniform : .uniformFanIn),
        training: try convolutional(isQuick))
    case .strided:
      RunConfiguration(
        network: RunConfiguration.Layers(
          family: .strided, widths: activation == .sigmoid ? [16, 32, 100] : [32, 64, 128],
          activation: activation,
          initializer: activation == .sigmoid ? .glorotUniform : .uniformFanIn),
        training: try certified(isQuick))
    case .residual:
      RunConfiguration(
        data: RunConfiguration.Data(source: "cifar10", validation: 5000),
        network: RunConfiguration.Layers(
          family: .residual, widths: [16, 32, 64], activation: activation,
          initializer: .heUniform,
          normalization: ChannelNormalization(
            means: [0.4914, 0.4822, 0.4465], deviations: [0.247, 0.2435, 0.2616])),
        training: try residual(isQuick))
    case .depthwise:
      RunConfiguration(
        network: RunConfiguration.Layers(
          family: .depthwise, widths: [16, 32, 64], activation: activation,
          initializer: activation == .sigmoid ? .glorotUniform : .heUniform),
        training: try depthwise(isQuick))
    case .transformer:
      RunConfiguration(
        network: RunConfiguration.Layers(
          family: .transformer, widths: [32, 64], blocks: 2, heads: 2, patch: 7,
          activation: activation),
        training: try transformer(isQuick))
    }
  }

  private func perceptron(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    switch training {
    case .vanilla: try vanilla(isQuick)
    case .adversarial: try adversarial(isQuick)
    case .certified, .certifiedSaturating: try certified(isQuick)
    case .saturating:
      activation == .sigmoid ? try saturatingSigmoid(isQuick) : try saturatingReLU(isQuick)
    }
  }

  // The penalty sums over every position, 37,760 units: λ is far smaller than a perceptron's. The
  // sigmoid network learns nothing at first; a penalty that does not wait for it, or twice the rate,
  // ruins it with some seeds.
  private func convolutional(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    let isSigmoid = activation == .sigmoid
    func plan(
      _ rate: Double, _ schedule: RateSchedule, _ epochs: Int, _ penalty: SaturationPenalty? = nil
    ) -> TrainingPlan {
      TrainingPlan(
        epochs: epochs, optimizer: .adam(rate: rate), rateSchedule: schedule, penalty: penalty)
    }
    switch training {
    case .vanilla where isSigmoid:
      let epochs = isQuick ? 4 : 12
      return plan(
        1e-3, try RateSchedule(factor: 0.1, epochs: [epochs * 2 / 3, epochs - 1]), epochs)
    case .vanilla: return plan(2e-3, try .cosine(), isQuick ? 2 : 6)
    case .adversarial:
      // At twice the rate without a warmup the sigmoid network never left chance.
      var plan = plan(
        1e-3, try .cosine(warmup: isSigmoid ? 1 : 0), isQuick ? 3 : isSigmoid ? 12 : 10)
      plan.isAdversarial = true
      return plan
    case .certified, .certifiedSaturating: return try certified(isQuick)
    case .saturating where isSigmoid:
      let epochs = isQuick ? 6 : 20
      return plan(
        1.5e-3, try RateSchedule(factor: 0.1, epochs: [epochs * 7 / 10, epochs * 9 / 10]), epochs,
        SaturationPenalty(
          schedule: try PenaltySchedule(maximum: 1e-3, step: 2e-7, warmup: isQuick ? 800 : 1600)))
    case .saturating:
      let epochs = isQuick ? 4 : 12
      return plan(
        1e-3, try RateSchedule(factor: 0.1, epochs: [epochs * 2 / 3, epochs - 1]), epochs,
        SaturationPenalty(schedule: try PenaltySchedule(maximum: 3e-4, step: 1e-7)))
    }
  }

  private func residual(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    TrainingPlan(
      epochs: isQuick ? 2 : 20, optimizer: .sgd(rate: 0.1, momentum: 0.9, weightDecay: 5e-4),
      rateSchedule: try .cosine(warmup: 1), augmentation: try Augmentation(crop: 4, flips: true))
  }

  // Batch normalization holds sigmoids away from their flat parts: their λ is larger, and costs accuracy.
  private func depthwise(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    let (maximum, step) = activation == .sigmoid ? (3e-3, 6e-7) : (3e-4, 1e-7)
    let isSaturating = training == .saturating
    return TrainingPlan(
      epochs: isQuick ? 3 : isSaturating && activation == .sigmoid ? 20 : 12,
      optimizer: .adam(rate: 3e-3), rateSchedule: try .cosine(warmup: 1),
      penalty: isSaturating
        ? SaturationPenalty(
          schedule: try PenaltySchedule(maximum: maximum, step: isQuick ? 5 * step : step)) : nil)
  }

  private func transformer(_ isQuick: Bool) throws(TrainingError) -> TrainingPlan {
    TrainingPlan(
      epochs: isQuick ? 3 : 15, optimizer: .adam(rate: 2e-3), rateSchedule: try .cosine(warmup: 1),
      penalty: training == .saturating
        ? SaturationPenalty(
          schedule: try PenaltySchedule(maximum: 5e-3, step: isQuick ? 5e-6 : 1e-6), attention: 10)
        : nil)
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
