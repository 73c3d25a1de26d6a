import PlateauAttacks
public import PlateauCertification
public import PlateauRobustness

/// What an audit measures, and with what budget.
public struct AuditPlan: Sendable, Hashable {
  /// How perturbations are measured.
  public var norm: Norm
  /// The sizes of perturbation, in units of the input, ascending.
  public var epsilons: [Double]
  /// The range of every input value.
  public var bounds: ClosedRange<Double>
  /// The steps of the usual iterative attacks.
  public var steps: Int
  /// The steps of the strongest one, which shrink.
  public var strongSteps: Int
  /// The starts of the strongest one, for each softness.
  public var strongRestarts: Int
  /// The queries of the Square attack.
  public var squareQueries: Int
  /// The examples that HopSkipJump is tried on, and its queries for each.
  public var hopSkipJump: (examples: Int, queries: Int) {
    get { (hopExamples, hopQueries) }
    set { (hopExamples, hopQueries) = newValue }
  }
  /// The draws of random noise.
  public var noiseDraws: Int
  /// The examples of the checks at other epsilons.
  public var checkedExamples: Int
  /// How robustness is proven, `alphaCROWN` and `complete` on what withstands all attacks; nil for
  /// `crown` where that adds up at most ``affordableProducts``, and else `interval`.
  public var certification: CertificationMethod?
  /// The seconds after which `complete` gives up an example; never if nil.
  ///
  /// What is proven depends on the machine's speed where this ends a search.
  public var certificationTimeout: Double?
  /// The seed of everything random.
  public var seed: UInt64
  /// The products up to which CROWN bounds of all examples are computed unasked: those of a minute
  /// or so.
  public static let affordableProducts = 2e12

  private var hopExamples: Int
  private var hopQueries: Int

  /// Plans an audit with the budgets of published evaluations.
  public init(norm: Norm = .lInfinity, epsilons: [Double], seed: UInt64 = 0) {
    self.norm = norm
    self.epsilons = epsilons.sorted()
    self.seed = seed
    bounds = 0...1
    steps = 40
    strongSteps = 100
    strongRestarts = 3
    squareQueries = 5000
    hopExamples = 50
    hopQueries = 2000
    noiseDraws = 1000
    checkedExamples = 200
    certification = nil
    certificationTimeout = 60
  }

  /// A plan with a tenth of the budgets: for tests, and for a first look.
  public static func quick(
    norm: Norm = .lInfinity, epsilons: [Double], seed: UInt64 = 0
  ) -> AuditPlan {
    var plan = AuditPlan(norm: norm, epsilons: epsilons, seed: seed)
    plan.steps = 20
    plan.strongSteps = 40
    plan.strongRestarts = 1
    plan.squareQueries = 500
    plan.hopSkipJump = (10, 500)
    plan.noiseDraws = 100
    plan.checkedExamples = 100
    return plan
  }

  /// Shrinking steps on the margin, which needs no softmax.
  var strongAttack: ProjectedGradientDescent {
    ProjectedGradientDescent(
      steps: strongSteps, restarts: strongRestarts, relativeStep: 0.125, decays: true)
  }

  func threat(_ epsilon: Double) -> ThreatModel {
    ThreatModel(norm: norm, epsilon: epsilon, bounds: bounds)
  }
}
