public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// Proven bounds by interval arithmetic: each layer's values lie in a box, computed from the boxes
/// of those before it, branches included.
///
/// Bounds hold in exact arithmetic for the parameters as they are stored, and for every real input
/// in the threat model, not only for floats: rounding is bounded and added, that of exponentials and
/// hyperbolic tangents too. Batch normalization is that of running means. What is *not* guaranteed is
/// tightness: boxes forget how units depend on each other, and networks that were not trained for it
/// have useless bounds from small epsilons on.
///
/// Source: S. Gowal et al., "On the Effectiveness of Interval Bound Propagation for Training
/// Verifiably Robust Models", 2018, section 3.
public struct IntervalBounds: Sendable {
  let stages: [IntervalStage]

  /// Prepares bounds of a network.
  ///
  /// - Complexity: O(*parameters*)
  public init(_ network: Network<Double>) {
    stages = IntervalStage.stages(of: network)
  }

  /// Takes what is prepared already.
  init(stages: [IntervalStage]) { self.stages = stages }

  /// The products that an example takes: of centers and of radii.
  var multiplyAdds: Double { 2 * stages.reduce(0) { $0 + $1.multiplyAdds } }

  /// What the logit of the true class exceeds every other one by, everywhere in the ball.
  ///
  /// A dense layer at the end is bounded as differences z_y − z_k, which is tighter than the
  /// difference of two bounds.
  ///
  /// - Parameters:
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  ///   - deadline: When to give up.
  /// - Returns: For each example a lower bound of the least z_y − z_k over all k ≠ y; the example
  ///   is robust if it is above 0. −∞ where numbers overflow, or the time was up.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  /// - Complexity: Two products with each weight matrix, or two convolutions, for each example.
  public func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers,
    deadline: Deadline = .never
  ) -> [Double] {
    let last = stages[stages.count - 1]
    precondition(examples.inputs.columns == stages[0].inputs, "examples must fit the input")
    precondition(examples.classCount == last.outputs, "examples must have the network's classes")
    // Before memory is allocated.
    if deadline.hasPassed { return Array(repeating: -.infinity, count: examples.count) }
    let result = RowBuffer<Double>(capacity: examples.count, columns: 1)
    let shards = Shard.sameLabel(examples, size: shardSize)
    let passes = passes(workers)
    workers.run(tasks: shards.count) { task, thread in
      let pass = passes[thread]
      let shard = shards[task]
      pass.deadline = deadline
      let rows = shard.indices.count
      let width = stages[0].inputs
      for (row, index) in shard.indices.enumerated() {
        examples.inputs.lend(from: index) {
          Double.kernels.fromSingles(count: width, $0, into: pass.inputs.row(row))
        }
      }
      Self.check(pass.inputs.pointer, count: rows * width, threat)
      pass.start(threat, rows: rows)
      for stage in stages.dropLast() {
        pass.bound(stage, rows: rows)
        pass.activate(stage, rows: rows)
      }
      pass.bound(last.isDense ? pass.margins(of: shard.label, last) : last, rows: rows)
      for (row, index) in shard.indices.enumerated() {
        let least = pass.leastMargin(row, shard.label, last)
        result.pointer[index] = pass.isLost[row] ? -.infinity : least
      }
    }
    return result.matrix().elements
  }

  /// The number of examples that are bounded together: fewer of images, whose bounds would take
  /// more than 32 MB, and of large layers, so that a deadline is kept.
  var shardSize: Int {
    max(1, min(64, (32 << 20) / IntervalPass.bytes(stages), stages.rowsBetweenLooks / 2))
  }

  func passes(_ workers: Workers) -> [IntervalPass] {
    (0..<workers.threads).map { _ in IntervalPass(stages, capacity: shardSize) }
  }

  static func check(_ inputs: UnsafePointer<Double>, count: Int, _ threat: ThreatModel) {
    let (lower, upper) = (threat.bounds.lowerBound, threat.bounds.upperBound)
    precondition(
      LevelTable.enclosures.allWithin(count: count, inputs, lower: lower, upper: upper),
      "inputs must lie in the box")
  }
}
