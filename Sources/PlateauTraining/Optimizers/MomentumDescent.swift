import PlateauNumerics

/// v ← momentum·v + g; θ ← θ − rate·v.
struct MomentumDescent: OptimizerRule {
  var settings: [OptimizerSetting] {
    [.rate(), OptimizerSetting("momentum", .share, standard: 0), .weightDecay]
  }

  var momentCount: Int { 1 }

  func update<Element: Scalar>(
    _ range: ParameterUpdate<Element>, values: [Double], kernels: Kernels<Element>
  ) {
    kernels.sgd(
      count: range.count, parameters: range.parameters, gradient: range.gradient,
      velocity: range.moments, rate: range.rateScale * Element(values[0]),
      momentum: Element(values[1]), weightDecay: range.weightDecay)
  }
}

extension Optimizer {
  /// v ← momentum·v + g; θ ← θ − rate·v.
  public static func sgd(
    rate: Double, momentum: Double = 0, weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(.sgd, values: [rate, momentum, weightDecay])
  }
}
