/// How slopes of lines are optimized, row by row: α-CROWN.
///
/// Source: K. Xu et al., "Fast and Complete: Enabling Complete Verification with Rapid and Massively
/// Parallel Incomplete Verifiers", 2021, section 3.
public struct AlphaOptimization: Sendable, Hashable {
  /// The steps for each margin or logit, of which each costs a pass back and one forward.
  public var iterations: Int
  /// The steps for each bound of a hidden unit, of which there are many more.
  public var hiddenIterations: Int
  /// The first step, in units of the range of each parameter.
  public var rate: Double
  /// The factor from step to step.
  public var decay: Double

  /// Creates the settings.
  ///
  /// - Precondition: Numbers of steps are not negative, the rate is positive, and the decay is
  ///   above 0 and at most 1.
  public init(
    iterations: Int = 20, hiddenIterations: Int = 5, rate: Double = 0.1, decay: Double = 0.9
  ) {
    precondition(iterations >= 0 && hiddenIterations >= 0, "a number of steps is not negative")
    precondition(rate > 0 && decay > 0 && decay <= 1, "steps are positive and do not grow")
    self.iterations = iterations
    self.hiddenIterations = hiddenIterations
    self.rate = rate
    self.decay = decay
  }
}
