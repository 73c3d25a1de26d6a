import PlateauNumerics

/// s ← decay·s + (1 − decay)·g²; θ ← θ − rate·g / (√s + stabilizer).
struct RootMeanSquarePropagation: OptimizerRule {
  var settings: [OptimizerSetting] {
    [
      .rate(1e-3), OptimizerSetting("decay", .share, standard: 0.99),
      OptimizerSetting("stabilizer", .positive, standard: 1e-8), .weightDecay,
    ]
  }

  var momentCount: Int { 1 }

  func update<Element: Scalar>(
    _ range: ParameterUpdate<Element>, values: [Double], kernels: Kernels<Element>
  ) {
    kernels.rmsprop(
      count: range.count, parameters: range.parameters, gradient: range.gradient,
      squares: range.moments, rate: range.rateScale * Element(values[0]),
      decay: Element(values[1]), stabilizer: Element(values[2]), weightDecay: range.weightDecay)
  }
}

extension Optimizer {
  /// s ← decay·s + (1 − decay)·g²; θ ← θ − rate·g / (√s + stabilizer).
  ///
  /// Source: G. Hinton, "Neural Networks for Machine Learning", 2012, lecture 6e.
  public static func rmsprop(
    rate: Double = 1e-3, decay: Double = 0.99, stabilizer: Double = 1e-8, weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(.rmsprop, values: [rate, decay, stabilizer, weightDecay])
  }
}
