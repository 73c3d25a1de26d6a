import PlateauNumerics
import PlateauRobustness

extension VerificationSearch {
  /// Whether to split inputs in place of neurons: there are few, and they are a box.
  var splitsInputs: Bool {
    guard problem.inputs <= settings.inputLimit else { return false }
    guard case .ball(_, let threat) = problem.region else { return true }
    return threat.ball.isBox
  }

  /// Splits the box until every part is proven.
  ///
  /// Parts share all conjunctions that may hold in them. Those with the lowest bounds come first, and the
  /// deepest once half of the memory is taken, so that few wait.
  ///
  /// Source: S. Wang et al., "Formal Security Analysis of Neural Networks using Symbolic Intervals",
  /// 2018, section 4 (bisection of inputs).
  func splitInputs(_ progress: (BranchAndBound.Progress) -> Bool) -> VerificationAnswer {
    let threads = (0..<workers.threads).map { _ in
      InputSplitting(verifier.bounded, problem, until: deadline)
    }
    let whole = problem.box
    let conjunctions = Set(queue.all.map(\.conjunction)).union(exhausted).sorted()
    for conjunction in conjunctions { margins[conjunction] = .infinity }
    queue = PartQueue<Subproblem>()
    exhausted = []
    var parts = PartQueue<InputPart>()
    parts.push(InputPart(lower: whole.lower, upper: whole.upper, conjunctions: conjunctions))
    var isExhausted = false
    func loseParts() { for part in parts.all { lose(part.conjunctions) } }
    while !parts.isEmpty {
      if let reason = stop(progress) {
        loseParts()
        return .unknown(reason)
      }
      if parts.bytes > settings.memoryLimit {
        loseParts()
        return .unknown(.memory)
      }
      if 2 * parts.bytes > settings.memoryLimit { parts.preferDeepest() }
      var taken: [InputPart] = []
      while taken.count < 8 * InputSplitting.capacity, let part = parts.pop() { taken.append(part) }
      let bounded = bound(taken, threads)
      var points: [(conjunction: Int, point: [Double])] = []
      for var part in bounded {
        for (index, bound) in zip(part.conjunctions, part.bounds) where bound > 0 {
          margins[index] = min(margins[index], bound)
        }
        part.conjunctions = zip(part.conjunctions, part.bounds).filter { !($0.1 > 0) }.map(\.0)
        guard !part.conjunctions.isEmpty else { continue }
        points += part.points
        guard let side = part.longestSide(of: whole) else {
          isExhausted = true
          lose(part.conjunctions)
          continue
        }
        for half in part.halves(by: side) { parts.push(half) }
      }
      if let found = refute(points) {
        loseParts()
        return found
      }
    }
    return isExhausted ? .unknown(.exhausted) : .holds
  }

  private func bound(_ parts: [InputPart], _ threads: [InputSplitting]) -> [InputPart] {
    let size = InputSplitting.capacity
    let shards = stride(from: 0, to: parts.count, by: size).map {
      Array(parts[$0..<min($0 + size, parts.count)])
    }
    let results = Results<[InputPart]>(count: shards.count)
    workers.run(tasks: shards.count) { [settings] task, thread in
      var own = shards[task]
      threads[thread].bound(&own, steps: settings.inputIterations)
      results[task] = own
    }
    subproblems += parts.count
    return results.values.compactMap(\.self).flatMap(\.self)
  }
}

extension InputPart {
  /// Its halves.
  fileprivate func halves(by side: Int) -> [InputPart] {
    let middle = 0.5 * lower[side] + 0.5 * upper[side]
    var (low, high) = (self, self)
    (low.bound, low.depth, low.points) = (bounds.min() ?? bound, depth + 1, [])
    (high.bound, high.depth, high.points) = (low.bound, low.depth, [])
    low.upper[side] = middle
    high.lower[side] = middle
    return [low, high]
  }

  /// The side along which the linear bounds change most; nil where all are too short to be halved.
  ///
  /// A side along which they are flat counts as if they had ``leastSlope`` of the largest slope: there
  /// the function itself may bend, which lines do not show before the side is short. ACAS Xu takes some
  /// hundred parts where with the slopes alone, or the lengths alone, it takes ten times as many, or
  /// comes to no end.
  ///
  /// Source: S. Wang et al., "Formal Security Analysis of Neural Networks using Symbolic Intervals",
  /// 2018, section 4 (the influence of an input).
  fileprivate func longestSide(of whole: (lower: [Double], upper: [Double])) -> Int? {
    let widths = zip(lower, upper).map { $1 - $0 }
    let steepest = widths.indices.reduce(0.0) { most, side in
      let slope = influences[side] / widths[side]
      return slope.isFinite ? max(most, slope) : most
    }
    var best: (score: Double, side: Int)?
    for side in widths.indices {
      let middle = 0.5 * lower[side] + 0.5 * upper[side]
      guard lower[side] < middle, middle < upper[side],
        widths[side] > 1e-9 * (whole.upper[side] - whole.lower[side])
      else { continue }
      let score =
        steepest > 0
        ? max(influences[side], Self.leastSlope * steepest * widths[side]) : widths[side]
      if score > best?.score ?? -1 { best = (score, side) }
    }
    return best?.side
  }

  private static var leastSlope: Double { 0.2 }
}
