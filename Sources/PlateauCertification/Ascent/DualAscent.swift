import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread improves lower bounds of functionals along the gradient of what is
/// free in them: alphas of lines, betas of splits, weights of inequalities.
///
/// With sᵢ = ±1 and pᵢ the sides and points of the splits, and βᵢ ≥ 0, over a domain
///
/// Σ λₖ·gₖ ≥ Σ λₖ·gₖ − Σ βᵢ·sᵢ·(zᵢ − pᵢ),
///
/// which is carried back to the input like any functional. With x* the input where a row's linear bound
/// is least, the bound is a·s + b of what lines make of x*, layer by layer: for each neuron v = slope·z +
/// intercept, of the line that the row's coefficient a of v has chosen by its sign. The derivatives
/// with respect to an alpha of that line and to a beta are
///
/// a · (∂slope/∂α · z + ∂intercept/∂α) and −s·(z − p),
///
/// with the z that x* leads to by the lines before: one pass forward gives all of them, after one
/// back that gives all a. Every line and every beta holds, so that each step makes a proven bound, of
/// which the best is kept. CROWN is this without steps and splits, α-CROWN without splits.
///
/// Sources: K. Xu et al., "Fast and Complete: Enabling Complete Verification with Rapid and Massively
/// Parallel Incomplete Verifiers", 2021, section 3; S. Wang et al., "Beta-CROWN: Efficient Bound
/// Propagation with Per-neuron Split Constraints for Complete and Incomplete Neural Network Robustness
/// Verification", 2021, section 3.
final class DualAscent {
  let network: BoundedNetwork
  let rows: BackwardBound
  /// By stage, where there is a choice of lines.
  let memory: [AscentMemory?]
  /// Values along x*, by value.
  let points: [RowBuffer<Double>]
  /// The best bounds, by row.
  let best: RowBuffer<Double>
  /// The bound by the latest lines, by row.
  private(set) var latest: [Double]
  /// Neurons with two lines, those of all domains: which, tell ``unstable``.
  private(set) var neurons: [UnstableNeuron] = []
  /// By stage and domain, the places in ``neurons`` of those with two lines.
  var unstable: [[[Int32]]]
  /// By row, the multipliers of splits.
  var multipliers: [[SplitMultiplier]] = []
  /// The largest coefficient of each row and stage, when its first bound was made.
  var scales: [Double] = []

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - domains: The most domains.
  ///   - count: The most rows; as many as memory and a deadline allow if nil.
  init(_ network: BoundedNetwork, domains: Int, rows count: Int? = nil) {
    self.network = network
    let count =
      count ?? max(2, min(256, (64 << 20) / Self.bytes(network), network.rowsBetweenLooks))
    let pairs = (count + 1) / 2
    rows = BackwardBound(network, pairs: pairs)
    memory = network.stages.map { stage in
      stage.isRelaxed ? AscentMemory(capacity: 2 * pairs, columns: stage.outputs) : nil
    }
    points = network.widths.map { RowBuffer(capacity: 2 * pairs, columns: $0) }
    best = RowBuffer(capacity: 2 * pairs, columns: 1)
    latest = Array(repeating: -.infinity, count: 2 * pairs)
    unstable = network.stages.map { _ in Array(repeating: [], count: domains) }
  }

  /// The rows that there is room for.
  var capacity: Int { 2 * rows.pairs }

  /// The bytes that a row takes, nearly.
  static func bytes(_ network: BoundedNetwork) -> Int {
    let widths = network.widths
    return network.stages.reduce(BackwardBound.bytes(network) / 2) { sum, stage in
      sum + (stage.isRelaxed ? stage.outputs * AscentMemory.bytes : 0)
    } + widths.reduce(0, +) * MemoryLayout<Double>.stride
  }

  /// Takes rows with the alphas that lines begin with, and no splits.
  ///
  /// - Parameters:
  ///   - domains: The domain of each row.
  ///   - workspace: Where these are.
  func load(_ domains: [Int], _ workspace: BoundWorkspace) {
    multipliers = domains.map { _ in [] }
    scales = Array(repeating: -1, count: domains.count * network.stages.count)
    for (index, memory) in memory.enumerated() {
      guard let memory, let block = workspace.closest[index] else { continue }
      let width = network.stages[index].outputs
      for (row, domain) in domains.enumerated() {
        // Of the others there is one line for each.
        memory.block.lowerSlopes.row(row).update(from: block.lowerSlopes.row(domain), count: width)
        memory.block.lowerIntercepts.row(row)
          .update(from: block.lowerIntercepts.row(domain), count: width)
        memory.block.errors.row(row).update(from: block.errors.row(domain), count: width)
        memory.block.slacks[row] = block.slacks[domain]
        for side in 0..<2 {
          memory.means[side].row(row).clear(count: width)
          memory.squares[side].row(row).clear(count: width)
        }
        let (lower, upper) = (memory.alphas[0].row(row), memory.alphas[1].row(row))
        forEachNeuron(of: index, domain) { neuron in
          lower[neuron.unit] = neuron.relaxation.lower.start
          upper[neuron.unit] = neuron.relaxation.upper.start
        }
      }
    }
  }

  /// Adds a neuron to those that domains can have.
  func add(_ neuron: UnstableNeuron) -> Int32 {
    neurons.append(neuron)
    return Int32(neurons.count - 1)
  }

  /// Calls a closure for each neuron of a stage with two lines over a domain.
  @inline(__always)
  func forEachNeuron(of stage: Int, _ domain: Int, _ body: (borrowing UnstableNeuron) -> Void) {
    neurons.withUnsafeBufferPointer { neurons in
      for place in unstable[stage][domain] { body(neurons[Int(place)]) }
    }
  }

  /// Forgets all neurons of all domains.
  func reset() {
    neurons.removeAll(keepingCapacity: true)
    for stage in unstable.indices {
      for domain in unstable[stage].indices { unstable[stage][domain] = [] }
    }
  }

  /// Forgets neurons, of which no domain has one any more.
  func removeNeurons(from first: Int) { neurons.removeSubrange(first...) }

  /// Improves ``best``, which is set before, by a number of steps.
  ///
  /// At the end ``points`` are those of the latest lines.
  ///
  /// - Parameters:
  ///   - specification: The functionals, of the rows that are loaded.
  ///   - workspace: The domains.
  ///   - settings: The steps, the first one in units of the range of each parameter.
  ///   - stopsWhenProven: Whether to end when all rows have bounds above 0.
  func run(
    _ specification: inout some Specification, _ workspace: BoundWorkspace, _ settings: AscentSteps,
    stopsWhenProven: Bool = false
  ) {
    var rate = settings.rate
    for step in 0...settings.count {
      if workspace.deadline.hasPassed { return }
      let start = bound(specification, workspace)
      let isProven = (0..<specification.count).allSatisfy { best.pointer[$0] > 0 }
      if stopsWhenProven && isProven || workspace.deadline.hasPassed { return }
      forward(workspace, below: start.top)
      guard step < settings.count else { return }
      change(workspace, below: start.top, rate: rate, step: step)
      specification.ascend(along: points, network, rate: rate)
      rate *= settings.decay
    }
  }

  /// Bounds the rows by the lines and betas at hand.
  @discardableResult
  func bound(
    _ specification: some Specification, _ workspace: BoundWorkspace
  ) -> BackwardStart {
    let start = specification.write(into: rows, workspace)
    back(from: start, workspace)
    for row in 0..<specification.count {
      latest[row] = rows.bounds.pointer[row]
      best.pointer[row] = max(best.pointer[row], latest[row])
    }
    return start
  }
}

/// The steps of an ascent.
struct AscentSteps {
  var count: Int
  /// The first step, in units of the range of each parameter.
  var rate = 0.1
  /// The factor from step to step.
  var decay = 0.9
}

extension IntervalStage {
  /// Whether there are lines of which coefficients choose one by their signs.
  var isRelaxed: Bool { maximum != nil || activation != nil }

  /// Whether its neurons can be split.
  var isSplittable: Bool { maximum == nil && activation != nil }
}
