public import PlateauNetworks

/// What the bounds of certified training were in one step.
public struct BoundProgress: Sendable, Hashable {
  /// The statistics of the batch before the step.
  public let statistics: BoundStatistics
  /// The radius of the balls.
  public let epsilon: Double
  /// The weight κ of the clean cross-entropy.
  public let kappa: Double
  /// The weight λ of the certified saturation penalty.
  public let penaltyWeight: Double
}
