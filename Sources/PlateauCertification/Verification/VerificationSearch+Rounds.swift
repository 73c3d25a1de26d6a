import PlateauNetworks
import PlateauNumerics

extension VerificationSearch {
  /// Splits the subproblems that come first.
  func round() -> VerificationAnswer? {
    var halves: [Subproblem] = []
    while halves.count < 2 * Self.batch, let subproblem = queue.pop() {
      guard let split = subproblem.next else {
        exhausted.insert(subproblem.objective)
        settle(subproblem)
        continue
      }
      halves += subproblem.halves(by: split)
    }
    let before = work
    let found = solve(halves, steps: settings.iterations)
    forecast?.add(subproblems: halves.count, work: work - before)
    return found
  }

  /// The subproblems that are split in a round, whatever the number of threads.
  private static var batch: Int { 128 }

  /// Bounds subproblems, and queues those that are to be split.
  func solve(_ subproblems: [Subproblem], steps: Int) -> VerificationAnswer? {
    let solutions = bound(subproblems, steps: steps)
    work += Double(subproblems.count) * work(of: steps, engines[0].network.multiplyAdds)
    // Kept even where a counterexample ends the search: margins are of all subproblems.
    var leaves: [Subproblem] = []
    for solution in solutions {
      let subproblem = solution.subproblem
      if subproblem.splits.isEmpty { starts[subproblem.objective] = solution.point }
      if !keep(subproblem) { leaves.append(subproblem) }
    }
    let found = refute(
      solutions.compactMap { solution in
        solution.point.map { (solution.subproblem.objective, $0) }
      })
    return settle(leaves, found)
  }

  /// Bounds subproblems on all threads; when the time is up the bounds that they have are left to them.
  func bound(_ subproblems: [Subproblem], steps: Int) -> [SubproblemBounds.Solution] {
    let size = engines[0].capacity
    let shards = stride(from: 0, to: subproblems.count, by: size).map {
      Array(subproblems[$0..<min($0 + size, subproblems.count)])
    }
    let results = Results<[SubproblemBounds.Solution]>(count: shards.count)
    workers.run(tasks: shards.count) { [engines] task, thread in
      let isLate = engines[thread].workspace.deadline.hasPassed
      results[task] =
        isLate
        ? shards[task].map { .init(subproblem: $0, point: nil) }
        : engines[thread].solve(shards[task], steps: steps)
    }
    self.subproblems += subproblems.count
    return results.values.compactMap(\.self).flatMap(\.self)
  }

  /// The products that a subproblem takes, nearly, with a number of changes of lines.
  func work(of steps: Int, _ products: Double) -> Double {
    let trials = settings.method == .complete ? 2 * settings.candidates : 0
    return Double(2 * (steps + 1) + trials) * products
  }

  /// Settles or queues a subproblem.
  ///
  /// - Returns: Whether it is one of both: what is not proven and has nothing left to split is not.
  @discardableResult
  func keep(_ subproblem: Subproblem) -> Bool {
    if subproblem.splits.isEmpty { rootBounds[subproblem.objective] = subproblem.bound }
    if subproblem.bound > 0 {
      settle(subproblem)
    } else if subproblem.next == nil, settings.method == .complete {
      return false
    } else {
      queue.push(subproblem)
    }
    return true
  }

  /// Settles subproblems that double precision leaves open with nothing left to split.
  ///
  /// - Parameters:
  ///   - leaves: The subproblems.
  ///   - answer: The answer that is known already.
  /// - Returns: The answer, or a counterexample that rational arithmetic has found.
  private func settle(
    _ leaves: [Subproblem], _ answer: VerificationAnswer?
  ) -> VerificationAnswer? {
    var answer = answer
    for var leaf in leaves {
      switch answer == nil ? decide(leaf) : nil {
      case .empty: leaf.bound = max(leaf.bound, 0)
      case .point(let point, let margin):
        answer = violation(at: point, margin: margin, leaf.objective)
      case nil: exhausted.insert(leaf.objective)
      }
      settle(leaf)
    }
    return answer
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
