import PlateauNetworks
import PlateauNumerics

extension VerificationSearch {
  /// Bounds all hidden units over the region, on all threads.
  ///
  /// - Parameters:
  ///   - optimizes: Whether lines are searched for.
  ///   - improvements: When to go on with intervals alone, which leave time for what follows.
  ///   - progress: Whether to go on.
  /// - Returns: Why it came to no end, if so.
  func boundRoot(
    optimizes: Bool, until improvements: Deadline,
    _ progress: (BranchAndBound.Progress) -> Bool
  ) -> VerificationAnswer.Reason? {
    for engine in engines { engine.workspace.limit(deadline, improvements: improvements) }
    defer { for engine in engines { engine.workspace.limit(deadline) } }
    let reason = forEachHiddenStage(progress) { stage in
      if settings.method != .interval { goBack(stage) }
      share(stage)
      if optimizes {
        improve(stage)
        share(stage)
      }
    }
    if let reason { return reason }
    return engines[0].workspace.intervals.isLost[0] ? .exhausted : nil
  }

  /// Bounds hidden units over the region by intervals, stage by stage, from which a closure goes on.
  ///
  /// - Returns: Why it came to no end, if so.
  func forEachHiddenStage(
    _ progress: (BranchAndBound.Progress) -> Bool, _ improve: (IntervalStage) -> Void
  ) -> VerificationAnswer.Reason? {
    forEachEngine { $0.start() }
    for stage in engines[0].network.stages.dropLast() {
      forEachEngine { $0.workspace.enter(stage, rows: 1) }
      improve(stage)
      if let reason = stop(progress) { return reason }
      forEachEngine { $0.leave(stage) }
    }
    forEachEngine { $0.finish() }
    return stop(progress)
  }

  private func forEachEngine(_ body: @escaping (SubproblemBounds) -> Void) {
    workers.run(tasks: engines.count) { [engines] task, _ in body(engines[task]) }
  }

  /// Bounds the units of a stage by going back to the input, on all threads, for the first engine.
  private func goBack(_ stage: IntervalStage) {
    guard engines[0].network.isBounded[stage.value - 1] else { return }
    narrow(stage, by: engines[0].workspace.rows.pairs) { engine, units in
      engine.backwardBounds(of: units, stage)
    }
  }

  /// Bounds them with other lines for each, likewise.
  private func improve(_ stage: IntervalStage) {
    guard settings.hiddenIterations > 0, engines[0].network.isBounded[stage.value - 1],
      engines[0].ascent.neurons.count > 0
    else { return }
    narrow(stage, by: engines[0].capacity / 2) { [settings] engine, units in
      engine.optimizedBounds(of: units, stage, steps: settings.hiddenIterations)
    }
  }

  /// Narrows the unstable units of a stage, some at a time on each thread, for the first engine.
  private func narrow(
    _ stage: IntervalStage, by size: Int,
    _ bounds:
      @escaping (SubproblemBounds, ArraySlice<(domain: Int, unit: Int)>) -> (
        lower: [Double], upper: [Double]
      )
  ) {
    let workspace = engines[0].workspace
    let units = workspace.unstableNeurons(of: stage, rows: 1)
    let shards = stride(from: 0, to: units.count, by: size).map {
      units[$0..<min($0 + size, units.count)]
    }
    let results = Results<(lower: [Double], upper: [Double])>(count: shards.count)
    workers.run(tasks: shards.count) { [engines] task, thread in
      guard !engines[thread].workspace.deadline.hasPassed else { return }
      results[task] = bounds(engines[thread], shards[task])
    }
    let box = workspace.intervals.boxes[stage.value]
    for (shard, result) in zip(shards, results.values) {
      guard let result else { continue }
      for (index, unit) in shard.enumerated() {
        workspace.narrow(box, unit.unit, row: 0, result.lower[index], result.upper[index])
      }
    }
  }

  /// Gives all threads the bounds of the first.
  func share(_ stage: IntervalStage) {
    let box = engines[0].workspace.intervals.boxes[stage.value]
    for engine in engines.dropFirst() {
      let own = engine.workspace.intervals.boxes[stage.value]
      own.lower.update(from: box.lower, count: stage.outputs)
      own.upper.update(from: box.upper, count: stage.outputs)
    }
  }

  /// Bounds every conjunction over the whole region that is not proven yet.
  ///
  /// The tighter of all bounds is kept: lines around tighter bounds can be looser.
  ///
  /// - Parameter steps: The changes of lines; intervals alone are used if nil.
  /// - Returns: A counterexample that was met.
  func solveRoot(steps: Int?) -> VerificationAnswer? {
    if engines[0].workspace.intervals.isLost[0] {
      // Nothing is known over the region, nor of its parts by neurons.
      queue = PartQueue<Subproblem>()
      exhausted = Set(problem.conjunctions.indices.filter { !(rootBounds[$0] ?? -.infinity > 0) })
      for index in exhausted { margins[index] = -.infinity }
      return nil
    }
    var roots: [Subproblem] = []
    for index in problem.conjunctions.indices where !(rootBounds[index] ?? -.infinity > 0) {
      margins[index] = .infinity
      let row = OutputSpecification.Row(domain: 0, problem.conjunctions[index])
      var root = Subproblem(objective: index, weights: row.weights)
      root.bound = max(
        rootBounds[index] ?? -.infinity,
        engines[0].intervalBound(index))
      roots.append(root)
    }
    queue = PartQueue<Subproblem>()
    exhausted = []
    guard let steps else {
      for root in roots { keep(root) }
      return nil
    }
    for root in roots where root.bound > 0 { keep(root) }
    return solve(roots.filter { !($0.bound > 0) }, steps: steps)
  }
}
