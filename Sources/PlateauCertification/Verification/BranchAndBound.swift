public import PlateauNetworks
public import PlateauNumerics
import PlateauRobustness

/// Complete verification: a region is proven, or refuted by a counterexample, or split until it is.
///
/// A conjunction of inequalities cannot hold where a weighted sum of them has a lower bound above
/// 0. An attack looks for counterexamples first; what it leaves is split by units: what enters a
/// nonlinearity is on one side of a point or on the other. Where that promises to take long, bounds of
/// hidden units are refined first, by splits of the units before them. All bounds are rounded outwards, as those
/// of ``LinearBounds``, and counterexamples are checked by `CounterexampleCheck`: neither answer is
/// wrong in real arithmetic for the parameters as they are stored.
///
/// Networks of ReLU and of steps are decided in the end, but for ties and the patience for the last
/// bounds; those of functions that bend unless margins are too small; max pooling is relaxed, but not split.
/// The result does not depend on the number of threads, unless the time is up.
///
/// Sources: S. Wang et al., "Beta-CROWN", 2021; R. Bunel et al., "Branch and Bound for Piecewise
/// Linear Neural Network Verification", 2020; V. Tjeng et al., "Evaluating Robustness of Neural Networks with
/// Mixed Integer Programming", 2019.
public struct BranchAndBound: Sendable {
  /// The network.
  public let network: Network<Double>
  /// How it goes about.
  public let settings: SplitSettings
  let bounded: BoundedNetwork

  /// What is known at some time.
  public struct Progress: Sendable, Hashable {
    /// The number of subproblems bounded so far.
    public let subproblems: Int
    /// The number of those that are to be split.
    public let open: Int
    /// The lowest bound of these.
    public let lowest: Double

    /// Creates what is known.
    public init(subproblems: Int, open: Int, lowest: Double) {
      self.subproblems = subproblems
      self.open = open
      self.lowest = lowest
    }
  }

  /// Prepares the verification of a network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - settings: How to go about it.
  ///   - bounds: Bounds of the same network, of which it takes what is prepared; none if nil.
  public init(
    _ network: Network<Double>, settings: SplitSettings = SplitSettings(),
    sharing bounds: MarginBounds? = nil
  ) {
    self.network = network
    self.settings = settings
    bounded = bounds?.network ?? BoundedNetwork(network, unitLimit: 4096)
  }

  /// Whether bounds over one region take about a second or more.
  public var isLarge: Bool { LinearBounds(bounded).isLarge }

  /// Proves or refutes.
  ///
  /// - Parameters:
  ///   - problem: The region and what is unsafe there.
  ///   - workers: The threads.
  ///   - deadline: When to give up; nil takes the timeout of the settings, from now.
  ///   - memory: That of searches before with the same network, settings and threads; nil allocates.
  ///   - progress: Called between rounds; stops the search by returning false.
  ///   - confirm: Whether a counterexample counts, which it is in real arithmetic. The search goes on after
  ///     one that does not.
  /// - Returns: The answer, with what it took; the bounds are those found in time.
  /// - Precondition: The problem has the network's inputs, and no outputs that it has not.
  public func verify(
    _ problem: VerificationProblem, workers: Workers, deadline: Deadline? = nil,
    memory: SearchMemory? = nil, progress: (Progress) -> Bool = { _ in true },
    confirm: @escaping (VerificationAnswer.Counterexample) -> Bool = { _ in true }
  ) -> VerificationResult {
    check(problem)
    let run = VerificationSearch(
      self, problem, workers, until: deadline ?? Deadline(after: settings.timeout),
      memory: memory)
    run.confirm = confirm
    return run.result(progress)
  }

  /// Looks for a counterexample alone: at the center, and by the attack that a search begins with.
  ///
  /// - Parameters:
  ///   - problem: The region and what is unsafe there.
  ///   - workers: The threads.
  ///   - deadline: When to give up; nil takes the timeout of the settings, from now.
  /// - Returns: A counterexample, or that none was found; nothing is bounded.
  /// - Precondition: That of ``verify(_:workers:deadline:memory:progress:confirm:)``.
  public func attack(
    _ problem: VerificationProblem, workers: Workers, deadline: Deadline? = nil
  ) -> VerificationResult {
    check(problem)
    let run = VerificationSearch(
      self, problem, workers, until: deadline ?? Deadline(after: settings.timeout))
    return run.attackAlone()
  }

  private func check(_ problem: VerificationProblem) {
    precondition(problem.inputs == bounded.stages[0].inputs, "the region must fit the network")
    let outputs = bounded.lastStage.outputs
    precondition(
      problem.conjunctions.joined().allSatisfy {
        $0.terms.allSatisfy { $0.output >= 0 && $0.output < outputs }
      }, "inequalities must be of the network's outputs")
  }
}
