public import PlateauCertification
public import PlateauRobustness

/// How robustness is to be certified.
public struct CertificationPlan: Sendable, Hashable {
  /// The ball around each example.
  public var threat: ThreatModel
  /// The tightest method.
  public var method: CertificationMethod
  /// The seconds after which an example is given up; none if nil.
  public var timeout: Double?
  /// The seed of random starts of attacks.
  public var seed: UInt64

  /// Creates a plan.
  public init(
    within threat: ThreatModel, method: CertificationMethod, timeout: Double? = nil,
    seed: UInt64 = 0
  ) {
    self.threat = threat
    self.method = method
    self.timeout = timeout
    self.seed = seed
  }

  /// The settings of a search; each example has a deadline of its own.
  var settings: SplitSettings {
    SplitSettings(method: method, seed: seed)
  }
}
