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
    forEachEngine { $0.start() }
    for stage in verifier.bounded.stages.dropLast() {
      forEachEngine { $0.workspace.enter(stage, rows: 1) }
      if settings.method != .interval { goBack(stage) }
      if let reason = stop(progress) { return reason }
      share(stage)
      if optimizes {
        improve(stage)
        share(stage)
      }
      forEachEngine { $0.leave(stage) }
    }
    forEachEngine { $0.finish() }
    if let reason = stop(progress) { return reason }
    return engines[0].workspace.intervals.isLost[0] ? .exhausted : nil
  }

  private func forEachEngine(_ body: @escaping (SubproblemBounds) -> Void) {
    workers.run(tasks: engines.count) { [engines] task, _ in body(engines[task]) }
  }

  /// Bounds the units of a stage by going back to the input, on all threads, for the first engine.
  private func goBack(_ stage: IntervalStage) {
    let workspace = engines[0].workspace
    guard verifier.bounded.isBounded[stage.value - 1] else { return }
    let units = workspace.unstableNeurons(of: stage, rows: 1)
    let size = workspace.rows.pairs
    let shards = stride(from: 0, to: units.count, by: size).map {
      units[$0..<min($0 + size, units.count)]
    }
    let results = Results<(lower: [Double], upper: [Double])>(count: shards.count)
    workers.run(tasks: shards.count) { [engines] task, thread in
      guard !engines[thread].workspace.deadline.hasPassed else { return }
      results[task] = engines[thread].backwardBounds(of: shards[task], stage)
    }
    let box = workspace.intervals.boxes[stage.value]
    for (shard, result) in zip(shards, results.values) {
      guard let result else { continue }
      for (index, unit) in shard.enumerated() {
        workspace.narrow(box, unit.unit, row: 0, result.lower[index], result.upper[index])
      }
    }
  }

  /// Goes on without the units that are 0 over the whole region.
  func reduce() {
    let stages = verifier.bounded.stages
    let entries = stages.dropLast().map { stage -> (lower: [Double], upper: [Double]) in
      // Of stages without a nonlinearity nothing is left out.
      guard let entry = engines[0].workspace.entries[stage.value - 1] else { return ([], []) }
      return (
        Array(UnsafeBufferPointer(start: entry.lower, count: stage.outputs)),
        Array(UnsafeBufferPointer(start: entry.upper, count: stage.outputs))
      )
    }
    guard
      let reduced = ReducedNetwork(
        verifier.bounded, upper: entries.map(\.upper), input: verifier.network.architecture.input)
    else { return }
    engines = Self.engines(reduced.network, problem, settings, workers)
    for engine in engines {
      engine.workspace.limit(deadline)
      engine.start()
      for (index, stage) in reduced.network.stages.dropLast().enumerated() {
        engine.workspace.enter(stage, rows: 1)
        if !entries[index].lower.isEmpty {
          let kept = reduced.kept[index]
          engine.narrow(
            stage, lower: kept.map { entries[index].lower[$0] },
            upper: kept.map { entries[index].upper[$0] })
        }
        engine.leave(stage)
      }
      engine.finish()
    }
  }

  /// Gives all threads the bounds of the first.
  private func share(_ stage: IntervalStage) {
    let box = engines[0].workspace.intervals.boxes[stage.value]
    for engine in engines.dropFirst() {
      let own = engine.workspace.intervals.boxes[stage.value]
      own.lower.update(from: box.lower, count: stage.outputs)
      own.upper.update(from: box.upper, count: stage.outputs)
    }
  }

  private func improve(_ stage: IntervalStage) {
    let workspace = engines[0].workspace
    guard settings.hiddenIterations > 0, verifier.bounded.isBounded[stage.value - 1],
      engines[0].ascent.neurons.count > 0
    else { return }
    let neurons = workspace.unstableNeurons(of: stage, rows: 1)
    let size = engines[0].capacity / 2
    let shards = stride(from: 0, to: neurons.count, by: size).map {
      neurons[$0..<min($0 + size, neurons.count)]
    }
    let results = Results<(lower: [Double], upper: [Double])>(count: shards.count)
    workers.run(tasks: shards.count) { [engines, settings] task, thread in
      guard !engines[thread].workspace.deadline.hasPassed else { return }
      results[task] = engines[thread].optimizedBounds(
        of: shards[task], stage, steps: settings.hiddenIterations)
    }
    let box = workspace.intervals.boxes[stage.value]
    for (shard, result) in zip(shards, results.values) {
      guard let result else { continue }
      for (index, neuron) in shard.enumerated() {
        workspace.narrow(box, neuron.unit, row: 0, result.lower[index], result.upper[index])
      }
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
      var root = Subproblem(conjunction: index, weights: row.weights)
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

  /// Settles or queues a subproblem.
  private func keep(_ subproblem: Subproblem) {
    if subproblem.splits.isEmpty { rootBounds[subproblem.conjunction] = subproblem.bound }
    if subproblem.bound > 0 {
      settle(subproblem)
    } else if subproblem.next == nil, settings.method == .complete {
      settle(subproblem)
      exhausted.insert(subproblem.conjunction)
    } else {
      queue.push(subproblem)
    }
  }

  /// Looks for inputs that fulfill conjunctions in question.
  ///
  /// - Parameters:
  ///   - conjunctions: Those in question.
  ///   - isShort: Whether there is one start for each, and few steps.
  ///   - limit: When to give up.
  /// - Returns: A counterexample.
  func attack(
    _ conjunctions: [Int], isShort: Bool, until limit: Deadline
  ) -> VerificationAnswer? {
    let search = InequalityAttack(
      network: verifier.network, problem: problem, settings: settings,
      rowsBetweenLooks: verifier.bounded.rowsBetweenLooks, deadline: limit,
      isShort: isShort)
    // A single start without a bound's point is at the center.
    let others = isShort ? [center] : []
    let points = search.points(
      conjunctions, starts: conjunctions.map { starts[$0].map { [$0] } ?? others },
      workers: workers)
    for point in points where !deadline.hasPassed {
      if let found = counterexample(point) { return found }
    }
    return nil
  }

  /// Splits the subproblems that come first.
  func round() -> VerificationAnswer? {
    var halves: [Subproblem] = []
    while halves.count < 2 * Self.batch, let subproblem = queue.pop() {
      guard let split = subproblem.next else {
        exhausted.insert(subproblem.conjunction)
        settle(subproblem)
        continue
      }
      halves += subproblem.halves(by: split)
    }
    return solve(halves, steps: settings.iterations)
  }

  /// The subproblems that are split in a round, whatever the number of threads.
  private static var batch: Int { 128 }

  /// Bounds subproblems, and queues those that are to be split.
  private func solve(_ subproblems: [Subproblem], steps: Int) -> VerificationAnswer? {
    let size = engines[0].capacity
    let shards = stride(from: 0, to: subproblems.count, by: size).map {
      Array(subproblems[$0..<min($0 + size, subproblems.count)])
    }
    let results = Results<[SubproblemBounds.Solution]>(count: shards.count)
    workers.run(tasks: shards.count) { [engines] task, thread in
      results[task] = engines[thread].solve(shards[task], steps: steps)
    }
    self.subproblems += subproblems.count
    let passes = 2 * (steps + 1) + (settings.method == .complete ? 2 * settings.candidates : 0)
    work += Double(subproblems.count * passes) * engines[0].network.multiplyAdds
    let solutions = results.values.compactMap(\.self).joined()
    // Kept even where a counterexample ends the search: margins are of all subproblems.
    for solution in solutions {
      let subproblem = solution.subproblem
      if subproblem.splits.isEmpty { starts[subproblem.conjunction] = solution.point }
      keep(subproblem)
    }
    return refute(
      solutions.compactMap { solution in
        solution.point.map { (solution.subproblem.conjunction, $0) }
      })
  }

  /// The answer that the points where bounds are taken hold, if they hold one.
  func refute(_ points: [(conjunction: Int, point: [Double])]) -> VerificationAnswer? {
    guard !points.isEmpty else { return nil }
    let gaps = gaps(points)
    var closest = points.indices.filter { gaps[$0] <= Self.nearly }
    closest.sort { gaps[$0] != gaps[$1] ? gaps[$0] < gaps[$1] : $0 < $1 }
    for row in closest.prefix(4) where gaps[row] <= 0 {
      if let found = counterexample(points[row].point) { return found }
    }
    guard let row = closest.first, gaps[row] > 0 else { return nil }
    let rounded = rounded(points[row].point).map { (points[row].conjunction, $0) }
    let others = self.gaps(rounded)
    guard let best = others.indices.first(where: { others[$0] <= 0 }) else { return nil }
    return counterexample(rounded[best].1)
  }

  /// The gaps at which inequalities may hold with equality close by.
  private static var nearly: Double { 0x1p-10 }

  /// How far the conjunction of each point is from holding there.
  private func gaps(_ points: [(conjunction: Int, point: [Double])]) -> [Double] {
    let outputs = outputs(at: points.map(\.point))
    return points.enumerated().map { row, point in
      outputs.lend(from: row) { values in
        problem.conjunctions[point.conjunction].reduce(-.infinity) {
          let gap = $1.gap(values)
          return gap.isNaN ? .infinity : max($0, gap)
        }
      }
    }
  }

  /// The points of grids near a point: inequalities that hold with equality alone mostly do so
  /// where units change sides, which are round numbers if any.
  private func rounded(_ point: [Double]) -> [[Double]] {
    let (lower, upper) = problem.certainBox
    return [0x1p2, 0x1p6, 0x1p10, 0x1p16].map { scale in
      point.indices.map { index in
        min(max((point[index] * scale).rounded() / scale, lower[index]), upper[index])
      }
    }
  }
}

/// What tasks come to, each with a place of its own.
final class Results<Value> {
  private let pointer: UnsafeMutableBufferPointer<Value?>

  init(count: Int) {
    pointer = .allocate(capacity: count)
    pointer.initialize(repeating: nil)
  }

  deinit {
    pointer.deinitialize()
    pointer.deallocate()
  }

  subscript(index: Int) -> Value? {
    get { pointer[index] }
    set { pointer[index] = newValue }
  }

  var values: [Value?] { Array(pointer) }
}
