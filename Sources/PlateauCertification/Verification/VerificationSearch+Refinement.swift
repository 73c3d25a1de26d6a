import PlateauNetworks
import PlateauNumerics

extension VerificationSearch {
  /// Whether to refine bounds of hidden units rather than to split on: it takes less than splits would by
  /// what they have come to so far.
  var needsRefinement: Bool {
    guard let forecast, inputs == nil, refinementRounds > 0 else { return false }
    let work = refinementWork(rounds: refinementRounds)
    return work > 0 && work < forecast.remaining(queue.lowest)
  }

  /// Bounds hidden units anew, each by splits of the neurons before it, and the conjunctions by these.
  ///
  /// Stage by stage, what a neuron is at least and at most is a problem of branch and bound of its own.
  ///
  /// Source: V. Tjeng, K. Xiao and R. Tedrake, "Evaluating Robustness of Neural Networks with Mixed Integer
  /// Programming", 2019, section 4 (progressive bounds).
  ///
  /// The next refinement takes four times as many splits.
  ///
  /// - Parameter progress: Whether to go on.
  /// - Returns: An answer, if one is met.
  func refine(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer? {
    let rounds = refinementRounds
    // Where every tree comes to its end, no more is to be gained.
    refinementRounds = 0
    let known = hiddenBounds()
    let reason = forEachHiddenStage(progress) { stage in
      let bounds = known[stage.value - 1]
      if !bounds.lower.isEmpty {
        for engine in engines { engine.narrow(stage, lower: bounds.lower, upper: bounds.upper) }
      }
      if refine(stage, rounds: rounds, progress) { refinementRounds = 4 * rounds }
      share(stage)
    }
    if let reason { return .unknown(reason) }
    reduce()
    let found = solveRoot(steps: settings.rootIterations)
    forecast = SplitForecast(queue)
    return found
  }

  /// Bounds the unstable neurons of a stage by splits of those before it.
  ///
  /// - Returns: Whether more splits may tighten the bounds further.
  private func refine(
    _ stage: IntervalStage, rounds: Int, _ progress: (BranchAndBound.Progress) -> Bool
  ) -> Bool {
    let workspace = engines[0].workspace
    guard stage.isSplittable, workspace.network.isBounded[stage.value - 1] else { return false }
    for engine in engines { engine.keepRegion() }
    var trees = SideTrees(units: workspace.unstableNeurons(of: stage, rows: 1).map(\.unit))
    guard !trees.sides.isEmpty, !engines[0].neurons.isEmpty else { return false }
    for engine in engines { engine.objectives = .sides(trees.sides, of: stage) }
    defer { for engine in engines { engine.endObjectives() } }
    let box = workspace.intervals.boxes[stage.value]
    trees.put(
      bound(trees.roots(box), steps: settings.hiddenIterations).map(\.subproblem))
    defer { trees.narrow(box, workspace) }
    for _ in 0..<rounds {
      if stop(progress) != nil || 2 * trees.bytes > settings.memoryLimit { return false }
      let halves = trees.takeHalves()
      guard !halves.isEmpty else { return false }
      trees.put(bound(halves, steps: settings.iterations).map(\.subproblem))
    }
    return true
  }

  /// The products that a refinement takes, at most, nearly.
  func refinementWork(rounds: Int) -> Double {
    let network = engines[0].network
    var (products, total) = (0.0, 0.0)
    for (index, stage) in network.stages.dropLast().enumerated() {
      products += stage.multiplyAdds
      let sides = 2 * engines[0].neurons.count { $0.stage == index }
      guard stage.isSplittable, network.isBounded[index] else { continue }
      total += Double(sides) * work(of: settings.hiddenIterations, products)
      total += Double(2 * rounds * sides) * work(of: settings.iterations, products)
    }
    return total
  }
}
