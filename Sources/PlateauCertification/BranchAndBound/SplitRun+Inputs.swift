import PlateauNumerics
import PlateauRobustness

extension SplitRun {
  /// Whether to split inputs in place of units: there are few, and they are a box.
  var splitsInputs: Bool {
    guard problem.inputs <= settings.inputLimit else { return false }
    guard case .ball(_, let threat) = problem.region else { return true }
    return threat.ball.isBox
  }

  /// Splits the box until every part is proven, at its longest side relative to the whole.
  ///
  /// Parts share all conjunctions that may hold in them. Depth first, so that few wait.
  ///
  /// Source: S. Wang et al., "Formal Security Analysis of Neural Networks using Symbolic Intervals",
  /// 2018, section 4 (bisection of inputs).
  func splitInputs(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer {
    let plan = verifier.plan
    let threads = (0..<workers.threads).map { _ in
      InputSplitting(plan, problem, until: deadline)
    }
    let whole = problem.box
    let conjunctions = Set(queue.all.map(\.conjunction)).union(exhausted).sorted()
    for conjunction in conjunctions { margins[conjunction] = .infinity }
    queue = SubproblemQueue()
    exhausted = []
    var parts = [
      InputPart(lower: whole.lower, upper: whole.upper, conjunctions: conjunctions)
    ]
    var isExhausted = false
    func loseParts() { for part in parts { lose(part.conjunctions) } }
    while !parts.isEmpty {
      if let reason = stop(progress) {
        loseParts()
        return .unknown(reason)
      }
      if parts.count * (64 + 32 * problem.inputs) > settings.memoryLimit {
        loseParts()
        return .unknown(.memory)
      }
      let taken = Array(parts.suffix(8 * InputSplitting.capacity))
      parts.removeLast(taken.count)
      let size = InputSplitting.capacity
      let shards = stride(from: 0, to: taken.count, by: size).map {
        Array(taken[$0..<min($0 + size, taken.count)])
      }
      let results = Results<[InputPart]>(count: shards.count)
      workers.run(tasks: shards.count) { task, thread in
        var own = shards[task]
        threads[thread].bound(&own)
        results[task] = own
      }
      subproblems += taken.count
      let bounded = results.values.compactMap(\.self).joined()
      var centers: [(conjunction: Int, point: [Double])] = []
      for var part in bounded {
        for (index, bound) in zip(part.conjunctions, part.bounds) where bound > 0 {
          margins[index] = min(margins[index], bound)
        }
        part.conjunctions = zip(part.conjunctions, part.bounds).filter { !($0.1 > 0) }.map(\.0)
        guard !part.conjunctions.isEmpty else { continue }
        let center = zip(part.lower, part.upper).map { 0.5 * $0 + 0.5 * $1 }
        for conjunction in part.conjunctions { centers.append((conjunction, center)) }
        guard let halves = halves(part, whole) else {
          isExhausted = true
          lose(part.conjunctions)
          continue
        }
        parts += halves
      }
      if let found = refute(centers) {
        loseParts()
        return found
      }
    }
    return isExhausted ? .unknown(.exhausted) : .holds
  }

  /// The halves of a part; nil where its sides are too short.
  private func halves(
    _ part: InputPart, _ whole: (lower: [Double], upper: [Double])
  ) -> [InputPart]? {
    let sides = part.lower.indices.map { index in
      let width = whole.upper[index] - whole.lower[index]
      return width > 0 ? (part.upper[index] - part.lower[index]) / width : 0
    }
    guard let side = sides.indices.max(by: { sides[$0] < sides[$1] }), sides[side] > 1e-9 else {
      return nil
    }
    let middle = 0.5 * part.lower[side] + 0.5 * part.upper[side]
    guard part.lower[side] < middle, middle < part.upper[side] else { return nil }
    var (low, high) = (part, part)
    low.upper[side] = middle
    high.lower[side] = middle
    return [low, high]
  }
}
