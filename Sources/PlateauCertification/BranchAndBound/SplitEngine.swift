import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread bounds subproblems: conjunctions under splits of units.
///
/// With sᵢ = ±1 and pᵢ the sides and points of the splits, and βᵢ ≥ 0, over a subproblem
///
/// Σ λₖ·gₖ ≥ Σ λₖ·gₖ − Σ βᵢ·sᵢ·(zᵢ − pᵢ),
///
/// which is carried back to the input like any functional. Lines, multipliers β and weights λ are
/// improved together along the gradient; every choice makes a bound that holds.
///
/// Source: S. Wang et al., "Beta-CROWN: Efficient Bound Propagation with Per-neuron Split
/// Constraints for Complete and Incomplete Neural Network Robustness Verification", 2021, section 3.
final class SplitEngine {
  let plan: LinearPlan
  /// The region, and what is unsafe there.
  var problem: VerificationProblem
  let settings: SplitSettings
  /// Bounds at the root.
  let pass: LinearPass
  /// Lines, signals and moments by row.
  let search: SlopeSearch
  /// The units that are open at the root, stage by stage.
  var open: [OpenUnit] = []
  /// The places in `open` of each stage's units.
  var places: [Range<Int>]
  /// By stage, the units that are not open and yet have two lines: those of max poolings, and
  /// S-shaped ones at a point.
  var forked: [[Int]]
  /// The lines of open units at the root, and then those of units that subproblems have split.
  var lines: [UnitLines] = []
  /// For each row and open unit the place in `lines`.
  let choices: UnsafeMutablePointer<Int32>
  let choiceCapacity: Int
  /// The subproblems in work, by row.
  var rows: [Subproblem] = []
  /// The multipliers of splits, by row.
  var multipliers: [[SplitMultiplier]] = []
  /// The largest coefficient of each row and stage, when its first bound was made.
  var scales: [Double] = []
  /// The bound by the latest lines, by row.
  var latest: [Double] = []

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - plan: The network.
  ///   - problem: The region, and what is unsafe.
  ///   - settings: How to search.
  ///   - capacity: The most subproblems.
  init(
    _ plan: LinearPlan, _ problem: VerificationProblem, _ settings: SplitSettings, capacity: Int
  ) {
    self.plan = plan
    self.problem = problem
    self.settings = settings
    pass = LinearPass(plan, capacity: 1, pairs: plan.pairs)
    search = SlopeSearch(plan, SlopeOptimization(), capacity: 1, rows: capacity)
    places = plan.stages.map { _ in 0..<0 }
    forked = plan.stages.map { _ in [] }
    choiceCapacity =
      search.capacity * plan.stages.reduce(0) { $0 + ($1.isSplittable ? $1.outputs : 0) }
    choices = .allocate(capacity: max(1, choiceCapacity))
    choices.initialize(repeating: 0, count: max(1, choiceCapacity))
  }

  deinit {
    choices.deallocate()
  }

  /// The number of rows that there is room for.
  var capacity: Int { search.capacity }

  /// The rows that fit in 64 MB, at most 64, and fewer where a deadline would not be kept.
  static func capacity(_ plan: LinearPlan) -> Int {
    max(2, min(64, (64 << 20) / SlopeSearch.bytes(plan), plan.rowsBetweenLooks))
  }

  /// The choices of a row.
  func choices(_ row: Int) -> UnsafeMutablePointer<Int32> { choices + row * open.count }
}

/// The multiplier β of a split.
struct SplitMultiplier {
  let split: UnitSplit
  var value: Double
  var mean = 0.0
  var square = 0.0
}

extension IntervalStage {
  /// Whether its units can be split.
  var isSplittable: Bool {
    maximum == nil && activation != nil
  }
}
