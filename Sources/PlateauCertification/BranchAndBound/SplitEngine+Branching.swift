import PlateauNetworks
import PlateauNumerics

extension SplitEngine {
  /// What became of a subproblem.
  struct Solution {
    var subproblem: Subproblem
    /// The input where the bound is taken, unless it is above 0.
    var point: [Double]?
  }

  /// Bounds subproblems, and chooses what to split of those that are not proven.
  func solve(_ subproblems: [Subproblem], steps: Int) -> [Solution] {
    let isRoot = steps > 30
    optimize(subproblems, steps: steps, rate: 0.25, decay: isRoot ? 0.98 : 0.9)
    var solutions = rows.indices.map { Solution(subproblem: subproblem($0), point: point($0)) }
    let candidates: [[UnitSplit]] = rows.indices.map { row in
      solutions[row].subproblem.bound > 0 ? [] : self.candidates(row)
    }
    choose(among: candidates, &solutions)
    // Where nothing is left to split the bound can be made as tight as one has patience.
    let last = solutions.indices.filter {
      solutions[$0].subproblem.next == nil && !(solutions[$0].subproblem.bound > 0)
    }
    guard !last.isEmpty, !pass.deadline.hasPassed else { return solutions }
    optimize(last.map { solutions[$0].subproblem }, steps: 50, rate: 0.1, decay: 0.95)
    ascend(steps: Self.patience.subgradients)
    converge(steps: Self.patience.turns)
    for (row, index) in last.enumerated() {
      solutions[index] = Solution(subproblem: subproblem(row), point: point(row))
    }
    return solutions
  }

  /// The steps of either kind for a subproblem in which every unit is one line.
  private static var patience: (subgradients: Int, turns: Int) { (400, 1000) }

  private func optimize(_ subproblems: [Subproblem], steps: Int, rate: Double, decay: Double) {
    load(subproblems)
    for row in rows.indices { search.best.pointer[row] = rows[row].bound }
    optimize(steps: steps, stopsWhenProven: true, rate: rate, decay: decay) { rows in
      self.beginConjunctions(in: rows)
    }
  }

  /// The input where the latest bound of a row is taken; nil if its best one is above 0.
  private func point(_ row: Int) -> [Double]? {
    guard !(search.best.pointer[row] > 0) else { return nil }
    let width = plan.stages[0].inputs
    return Array(UnsafeBufferPointer(start: search.points[0].row(row), count: width))
  }

  /// The splits that seem to gain most, at most as many as are to be tried.
  ///
  /// They are ordered by what the lines of a unit are off by, at most, times the coefficient.
  ///
  /// Source: R. Bunel et al., "Branch and Bound for Piecewise Linear Neural Network Verification",
  /// 2020, section 5.
  private func candidates(_ row: Int) -> [UnitSplit] {
    guard rows[row].splits.count < settings.depthLimit else { return [] }
    let choices = choices(row)
    var best: [(score: Double, split: UnitSplit)] = []
    for (place, unit) in open.enumerated() {
      let stage = plan.stages[unit.stage]
      let lines = lines[Int(choices[place])]
      guard let activation = stage.activation, let memory = search.memory[unit.stage],
        let splitPoint = lines.splitPoint(activation)
      else { continue }
      let index = row * stage.outputs + unit.unit
      let a = memory.coefficients.pointer[index]
      let parameter = memory.parameters[a >= 0 ? 0 : 1].pointer[index]
      let line = activation.line(
        of: a >= 0 ? lines.families.lower : lines.families.upper, at: parameter)
      func gap(_ z: Double) -> Double {
        let value = activation.lower(at: z)
        return a.magnitude * (value - line.slope * z - line.intercept).magnitude
      }
      let affine = stage.affine(channel: unit.unit % stage.output.channels)
      let z = affine.factor * memory.entries.pointer[index] + affine.bias
      let here = gap(min(max(z, lines.low), lines.high))
      let score = here + 0.1 * max(gap(lines.low), gap(lines.high), gap(splitPoint))
      guard score.isFinite else { continue }
      let split = UnitSplit(place: place, point: splitPoint, isAbove: true)
      if best.count == settings.candidates {
        guard let last = best.last, score > last.score else { continue }
        best.removeLast()
      }
      let position = best.firstIndex { $0.score < score } ?? best.count
      best.insert((score, split), at: position)
    }
    return best.map(\.split)
  }

  /// Takes of each subproblem the split for which the product of what its halves gain is largest, by
  /// the lines at hand.
  ///
  /// Source: A. De Palma et al., "Improved Branch and Bound for Neural Network Verification via
  /// Lagrangian Decomposition", 2021, section 5 (filtered smart branching);
  /// T. Achterberg, "Constraint Integer Programming", 2007, section 5.2 (the product).
  private func choose(among candidates: [[UnitSplit]], _ solutions: inout [Solution]) {
    var trials: [(solution: Int, split: UnitSplit)] = []
    for (index, splits) in candidates.enumerated() {
      solutions[index].subproblem.next = splits.first
      guard splits.count > 1 else { continue }
      for split in splits { trials.append((index, split)) }
    }
    var best = Array(repeating: -Double.infinity, count: solutions.count)
    for start in stride(from: 0, to: trials.count, by: capacity / 2)
    where !pass.deadline.hasPassed {
      let chunk = trials[start..<min(start + capacity / 2, trials.count)]
      load(
        chunk.flatMap { trial in
          solutions[trial.solution].subproblem.halves(by: trial.split)
        })
      let place = beginConjunctions(in: search.rows)
      _ = back(from: place.value, isOperation: place.isOperation)
      for (number, trial) in chunk.enumerated() {
        let bounds = search.rows.bounds.pointer
        let gains = (0..<2).map { half in
          max(bounds[2 * number + half] - solutions[trial.solution].subproblem.bound, 1e-9)
        }
        let score = gains[0] * gains[1]
        guard score > best[trial.solution] else { continue }
        best[trial.solution] = score
        solutions[trial.solution].subproblem.next = trial.split
      }
    }
  }
}

extension Subproblem {
  /// Its two parts on the sides of a split.
  func halves(by split: UnitSplit) -> [Subproblem] {
    [true, false].map { isAbove in
      var half = self
      half.splits.append(UnitSplit(place: split.place, point: split.point, isAbove: isAbove))
      half.multipliers.append(0)
      half.next = nil
      return half
    }
  }
}
