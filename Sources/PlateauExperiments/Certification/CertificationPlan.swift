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
  /// The bytes that the process may take, nearly; three quarters of the machine's if nil.
  public var memory: Int?

  /// Creates a plan.
  public init(
    within threat: ThreatModel, method: CertificationMethod, timeout: Double? = nil,
    seed: UInt64 = 0, memory: Int? = nil
  ) {
    self.threat = threat
    self.method = method
    self.timeout = timeout
    self.seed = seed
    self.memory = memory
  }

  /// The settings of a search; each example has a deadline of its own.
  var settings: SplitSettings {
    SplitSettings(method: method, seed: seed, limitingMemoryTo: memory)
  }
}

extension SplitSettings {
  /// Settings with a limit on the memory of the process, of which subproblems may take half.
  ///
  /// - Parameters:
  ///   - method: The tightest bounds used.
  ///   - seed: The seed of random starts.
  ///   - memory: The bytes; nil takes three quarters of what the machine, or a container, allows.
  init(method: CertificationMethod, seed: UInt64, limitingMemoryTo memory: Int?) {
    self.init(method: method, seed: seed)
    guard let limit = memory ?? MachineMemory().total.map({ $0 / 4 * 3 }) else { return }
    processLimit = limit
    memoryLimit = limit / 2
  }
}
