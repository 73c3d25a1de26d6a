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
      Int64(range.count), range.parameters, range.gradient, range.moments,
      range.moments + range.stride, range.rateScale * Element(values[0]), Element(values[1]),
      Element(values[2]), range.corrections.0, range.corrections.1, Element(values[3]),
      range.weightDecay)
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
