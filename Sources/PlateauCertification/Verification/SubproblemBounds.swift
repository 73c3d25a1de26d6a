import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread bounds subproblems: objectives under splits of neurons.
///
/// The region is a domain of its own, of which those of subproblems are copies but for the neurons
/// that are split.
final class SubproblemBounds {
  let workspace: BoundWorkspace
  let ascent: DualAscent
  /// The region, and what is unsafe there.
  var problem: VerificationProblem
  let settings: SplitSettings
  /// The neurons that are unstable over the region.
  var neurons: [(stage: Int, unit: Int)] = []
  /// By stage and unit, the place in ``neurons``; negative where there is none.
  var places: [[Int32]]
  /// The subproblems in work, by row.
  var rows: [Subproblem] = []
  /// The domain of each.
  var domains: [Int] = []
  /// What is bounded.
  var objectives = Objectives.conjunctions
  /// The objectives of the rows.
  var specification = ObjectiveSpecification.outputs(OutputSpecification(rows: []))

  var network: BoundedNetwork { workspace.network }

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - problem: The region, and what is unsafe.
  ///   - settings: How to search.
  ///   - capacity: The most subproblems.
  init(
    _ network: BoundedNetwork, _ problem: VerificationProblem, _ settings: SplitSettings,
    capacity: Int
  ) {
    self.problem = problem
    self.settings = settings
    workspace = BoundWorkspace(network, capacity: capacity + 1, pairs: network.pairs)
    ascent = DualAscent(network, domains: capacity + 1, rows: capacity)
    places = network.stages.map { Array(repeating: -1, count: $0.outputs) }
  }

  /// The domain of the region itself.
  var root: Int { workspace.capacity - 1 }

  /// The number of rows that there is room for.
  var capacity: Int { min(ascent.capacity, workspace.capacity - 1) }

  /// The rows that fit in 64 MB, at most 64, and fewer where a deadline would not be kept.
  static func capacity(_ network: BoundedNetwork) -> Int {
    let domain =
      (20 * network.widths.reduce(0, +) + network.planeCount) * MemoryLayout<Double>.stride
    let bytes = DualAscent.bytes(network) + domain
    return max(2, min(64, (96 << 20) / bytes, network.rowsBetweenLooks))
  }
}
