import PlateauNumerics

/// A rule by which a gradient changes the parameters: a conformance and a case of
/// ``Optimizer/Rule``.
protocol OptimizerRule: Sendable {
  /// The numbers that it takes, in the order in which they are written; the rate and the weight decay
  /// are among them.
  var settings: [OptimizerSetting] { get }
  /// The number of values that it keeps for each parameter.
  var momentCount: Int { get }

  /// The numbers that differ from step to step and parameters share.
  ///
  /// - Parameters:
  ///   - values: The numbers, in the order of the settings.
  ///   - step: The number of the step, the first is 1.
  /// - Returns: Two numbers; ones where the rule has none.
  func corrections(_ values: [Double], step: Int) -> (Double, Double)

  /// Changes a range of the parameters.
  func update<Element: Scalar>(
    _ range: ParameterUpdate<Element>, values: [Double], kernels: Kernels<Element>)
}

extension OptimizerRule {
  func corrections(_ values: [Double], step: Int) -> (Double, Double) { (1, 1) }
}

/// The parameters that an update changes, and what it has to do with.
struct ParameterUpdate<Element: Scalar> {
  let count: Int
  let parameters: UnsafeMutablePointer<Element>
  let gradient: UnsafePointer<Element>
  /// The first moments of these parameters; those of the second kind lie `stride` further.
  let moments: UnsafeMutablePointer<Element>
  let stride: Int
  /// The factor on the rate.
  let rateScale: Element
  /// Those of the step.
  let corrections: (Element, Element)
  /// What of each parameter is added to its gradient.
  let weightDecay: Element
}
