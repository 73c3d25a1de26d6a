import PlateauNumerics
import PlateauRobustness

/// A box of inputs that is split until every part is proven.
struct InputSearch {
  /// The parts that wait.
  var parts = PartQueue<InputPart>()
  /// The lowest bound of what is proven, by conjunction; ∞ for those that are not in question.
  var margins: [Double]
  /// Conjunctions of which a part could neither be proven nor split.
  var exhausted: Set<Int> = []
  /// The products that have been added up, nearly.
  var work = 0.0
  /// By thread.
  let threads: [InputSplitting]

  /// Whether every part is proven.
  var isProven: Bool { parts.isEmpty && exhausted.isEmpty }
}

extension VerificationSearch {
  /// Whether a box of inputs can be split, with bounds of its own for every part: there are few inputs,
  /// and such bounds take a short time.
  var splitsInputs: Bool {
    let isCheap = problem.inputs <= Self.fewInputs || partWork < Self.largestPart
    guard problem.inputs <= settings.inputLimit, isCheap else { return false }
    guard case .ball(_, let threat) = problem.region else { return true }
    return threat.ball.isBox
  }

  /// The number of inputs up to which parts of the box are mostly better than those of neurons.
  static var fewInputs: Int { 5 }

  /// The products of bounds of a part.
  var partWork: Double { LinearBounds(verifier.bounded).multiplyAdds }

  /// The products up to which parts are worth bounds of their own where there are more inputs.
  private static var largestPart: Double { 0x1p26 }

  /// Begins with the whole box.
  func beginInputs(_ conjunctions: [Int]) {
    let whole = problem.box
    if memory.inputs.isEmpty {
      memory.inputs = (0..<workers.threads).map { _ in InputSplitting(verifier.bounded, problem) }
    }
    for thread in memory.inputs {
      thread.problem = problem
      thread.limit(deadline)
    }
    var search = InputSearch(
      margins: problem.conjunctions.map { _ in .infinity }, threads: memory.inputs)
    search.parts.push(
      InputPart(lower: whole.lower, upper: whole.upper, conjunctions: conjunctions))
    inputs = search
  }

  /// Bounds the parts that come first, and halves those that are not proven.
  ///
  /// Parts share all conjunctions that may hold in them.
  ///
  /// Source: S. Wang et al., "Formal Security Analysis of Neural Networks using Symbolic Intervals",
  /// 2018, section 4 (bisection of inputs).
  ///
  /// - Returns: A counterexample that was met.
  func splitInputs() -> VerificationAnswer? {
    guard var search = inputs else { return nil }
    inputs = nil
    defer { inputs = search }
    if 2 * search.parts.bytes > settings.memoryLimit { search.parts.preferDeepest() }
    var taken: [InputPart] = []
    while taken.count < 8 * InputSplitting.capacity, let part = search.parts.pop() {
      taken.append(part)
    }
    search.work += Double(taken.count) * partWork
    let whole = problem.box
    var points: [(conjunction: Int, point: [Double])] = []
    for var part in bound(taken, search.threads) {
      for (index, bound) in zip(part.conjunctions, part.bounds) where bound > 0 {
        search.margins[index] = min(search.margins[index], bound)
      }
      part.conjunctions = zip(part.conjunctions, part.bounds).filter { !($0.1 > 0) }.map(\.0)
      guard !part.conjunctions.isEmpty else { continue }
      points += part.points
      guard let side = part.longestSide(of: whole) else {
        search.exhausted.formUnion(part.conjunctions)
        continue
      }
      for half in part.halves(by: side) { search.parts.push(half) }
    }
    return refute(points)
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
    var low = InputPart(
      lower: lower, upper: upper, conjunctions: conjunctions, bound: bounds.min() ?? bound,
      depth: depth + 1)
    var high = low
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
