/// How branch and bound goes about.
public struct SplitSettings: Sendable, Hashable {
  /// The tightest bounds used: those of ``CertificationMethod/complete`` come of splitting.
  public var method: CertificationMethod
  /// When to give up; never if nil.
  public var timeout: Duration?
  /// The memory that subproblems may take, in bytes.
  public var memoryLimit: Int
  /// The bytes that the whole process may have in use, nearly; any number if nil.
  ///
  /// Looked at between rounds and layers: what a round takes comes on top.
  public var processLimit: Int?
  /// The steps of optimization for each bound of a hidden unit, at the root.
  public var hiddenIterations: Int
  /// The steps for each conjunction, at the root.
  public var rootIterations: Int
  /// The steps for each subproblem.
  public var iterations: Int
  /// The splits of each side of a hidden unit when bounds of these are first refined, which is where splits
  /// of the conjunctions promise to take longer; then four times as many; bounds are not refined if 0.
  public var refinementRounds: Int
  /// The splits that are tried of each subproblem, of which the best is taken.
  public var candidates: Int
  /// The starts of the attack for each conjunction; with bounds alone there is one.
  public var restarts: Int
  /// The steps of each start; with bounds alone there are 10 at most.
  public var attackSteps: Int
  /// The seed of random starts.
  public var seed: UInt64
  /// The most inputs of a box that is itself split, beside neurons.
  public var inputLimit: Int
  /// The steps for each conjunction of a part of a box that is split.
  public var inputIterations: Int
  /// The largest number of splits of one subproblem.
  public var depthLimit: Int

  /// Creates the settings.
  ///
  /// - Precondition: numbers are not negative; at least one candidate and one start.
  public init(
    method: CertificationMethod = .complete, timeout: Duration? = nil, memoryLimit: Int = 2 << 30,
    processLimit: Int? = nil, hiddenIterations: Int = 20, rootIterations: Int = 100,
    iterations: Int = 10, refinementRounds: Int = 8, candidates: Int = 8, restarts: Int = 20,
    attackSteps: Int = 100, seed: UInt64 = 0, inputLimit: Int = 16, inputIterations: Int = 3,
    depthLimit: Int = 1000
  ) {
    precondition(
      memoryLimit >= 0 && hiddenIterations >= 0 && rootIterations >= 0 && iterations >= 0
        && refinementRounds >= 0 && attackSteps >= 0 && inputIterations >= 0 && depthLimit >= 0,
      "numbers are not negative")
    precondition(candidates >= 1 && restarts >= 1, "there is at least one")
    self.method = method
    self.timeout = timeout
    self.memoryLimit = memoryLimit
    self.processLimit = processLimit
    self.hiddenIterations = hiddenIterations
    self.rootIterations = rootIterations
    self.iterations = iterations
    self.refinementRounds = refinementRounds
    self.candidates = candidates
    self.restarts = restarts
    self.attackSteps = attackSteps
    self.seed = seed
    self.inputLimit = inputLimit
    self.inputIterations = inputIterations
    self.depthLimit = depthLimit
  }
}

extension CertificationMethod {
  /// Whether lines are searched for.
  var isOptimized: Bool { self == .alphaCROWN || self == .complete }
}
