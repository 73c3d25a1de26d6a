public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Proven bounds by backward linear relaxation, known as CROWN: each nonlinearity is replaced by
/// two lines around it, and bounds of a unit are those of a linear function of the input.
///
/// What enters a nonlinearity is first bounded in the same way, stage by stage, and by intervals;
/// the tighter of the two goes on, unit by unit. Bounds hold in exact arithmetic for the parameters
/// as they are stored, like those of ``IntervalBounds``, which they are never looser than but for
/// rounding. The error of the exponential function is part of what is bounded. What is *not* guaranteed
/// is tightness. Of networks of more than ``mostImproved`` activations lines bound the outputs alone.
///
/// Sources: H. Zhang et al., "Efficient Neural Network Robustness Certification with General
/// Activation Functions", 2018; K. Xu et al., "Automatic Perturbation Analysis for Scalable
/// Certified Robustness and Beyond", 2020, for networks with branches.
public struct LinearBounds: Sendable {
  let network: BoundedNetwork
  let optimization: AlphaOptimization?

  /// Prepares bounds of a network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - unitLimit: The largest number of units of one layer, for each example, that are bounded
  ///     backward; those with the widest intervals are, the others keep them. At least 0.
  ///   - optimization: How lines are searched for that are better than those at first; none if nil.
  /// - Complexity: O(*parameters*)
  public init(
    _ network: Network<Double>, unitLimit: Int = 4096, optimization: AlphaOptimization? = nil
  ) {
    self.optimization = optimization
    precondition(unitLimit >= 0, "a number of units is not negative")
    self.network = BoundedNetwork(network, unitLimit: unitLimit)
  }

  /// Takes what is prepared already.
  init(_ network: BoundedNetwork, _ optimization: AlphaOptimization? = nil) {
    self.network = network
    self.optimization = optimization
  }

  /// What the logit of the true class exceeds every other one by, everywhere in the ball.
  ///
  /// - Parameters:
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - deadline: When to give up; bounds found so far are returned.
  /// - Returns: For each example and class k a lower bound of the least z_y − z_k, of shape
  ///   `[examples, classes]`: ∞ for the true class, −∞ where numbers overflow, or the time was up.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  /// - Complexity: For each unit that is bounded, two products with each weight matrix before it,
  ///   one with the first where its lines are parallel.
  public func classMargins(
    of examples: Examples, within threat: ThreatModel, workers: Workers,
    deadline: Deadline = .never
  ) -> Matrix<Double> {
    let classes = network.lastStage.outputs
    precondition(examples.inputs.columns == network.stages[0].inputs, "examples must fit the input")
    precondition(examples.classCount == classes, "examples must have the network's classes")
    let result = RowBuffer<Double>(capacity: examples.count, columns: classes)
    let shard = shardSize
    let domains = domains(workers)
    workers.run(count: examples.count, by: shard) { range, thread in
      let domains = domains[thread]
      domains.workspace.limit(deadline)
      domains.workspace.load(examples.inputs, rows: range, threat)
      let labels = Array(examples.labels[range])
      let part = result.row(range.lowerBound)
      domains.bound(range.count) {
        domains.workspace.start(threat, count: range.count)
      } finish: { isOptimized in
        domains.margins(of: labels, into: part, isOptimized: isOptimized)
      }
    }
    return result.matrix()
  }

  /// The number of examples that are bounded together; one where it takes about a second, so that
  /// each has a limit of its own and a thread.
  var shardSize: Int {
    if multiplyAdds > Self.manyProducts { return 1 }
    let width = 12 * network.widths.reduce(0, +) + network.planeCount
    return max(1, min(16, (32 << 20) / (width * MemoryLayout<Double>.stride)))
  }

  /// The products of an example from which on it is bounded by itself.
  static var manyProducts: Double { 2e9 }

  func domains(_ workers: Workers) -> [DomainBounds] {
    (0..<workers.threads).map { _ in
      DomainBounds(network, optimization, capacity: shardSize, pairs: network.pairs)
    }
  }
}

extension BoundWorkspace {
  /// Takes the examples of a range.
  ///
  /// - Precondition: They lie in the box.
  func load(_ inputs: Matrix<Float>, rows range: Range<Int>, _ threat: ThreatModel) {
    let width = inputs.columns
    inputs.lend(from: range.lowerBound) {
      Double.kernels.fromSingles(
        count: range.count * width, $0, into: intervals.inputs.pointer)
    }
    IntervalBounds.check(intervals.inputs.pointer, count: range.count * width, threat)
  }
}
