import PlateauNumerics

/// Running means of g and g², corrected for their start at zero.
struct AdaptiveMoments: OptimizerRule {
  var settings: [OptimizerSetting] {
    [
      .rate(1e-3), OptimizerSetting("decay1", .share, standard: 0.9),
      OptimizerSetting("decay2", .share, standard: 0.999),
      OptimizerSetting("stabilizer", .positive, standard: 1e-8), .weightDecay,
    ]
  }

  var momentCount: Int { 2 }

  func corrections(_ values: [Double], step: Int) -> (Double, Double) {
    (1 - Elementary.pow(values[1], step), 1 - Elementary.pow(values[2], step))
  }

  func update<Element: Scalar>(
    _ range: ParameterUpdate<Element>, values: [Double], kernels: Kernels<Element>
  ) {
    kernels.adam(
      count: range.count, parameters: range.parameters, gradient: range.gradient,
      mean: range.moments, squares: range.moments + range.stride,
      rate: range.rateScale * Element(values[0]), decays: (Element(values[1]), Element(values[2])),
      corrections: range.corrections, stabilizer: Element(values[3]),
      weightDecay: range.weightDecay)
  }
}

extension Optimizer {
  /// Running means of g and g², corrected for their start at zero.
  ///
  /// Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
  public static func adam(
    rate: Double = 1e-3, decay1: Double = 0.9, decay2: Double = 0.999, stabilizer: Double = 1e-8,
    weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(.adam, values: [rate, decay1, decay2, stabilizer, weightDecay])
  }
}
