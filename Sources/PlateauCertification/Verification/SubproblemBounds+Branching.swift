import PlateauNetworks
import PlateauNumerics

extension SubproblemBounds {
  /// What became of a subproblem.
  struct Solution {
    var subproblem: Subproblem
    /// The input where the bound is taken, unless it is above 0.
    var point: [Double]?
  }

  /// Bounds subproblems, and chooses what to split of those that are not proven.
  func solve(_ subproblems: [Subproblem], steps: Int) -> [Solution] {
    optimize(
      subproblems,
      AscentSteps(count: steps, rate: 0.25, decay: steps > 30 ? 0.98 : 0.9))
    var solutions = rows.indices.map { Solution(subproblem: subproblem($0), point: point($0)) }
    let candidates: [[NeuronSplit]] = rows.indices.map { row in
      solutions[row].subproblem.bound > 0 ? [] : self.candidates(row)
    }
    choose(among: candidates, &solutions)
    let leaves = solutions.indices.filter {
      solutions[$0].subproblem.next == nil && !(solutions[$0].subproblem.bound > 0)
    }
    guard case .conjunctions = objectives, !leaves.isEmpty, !workspace.deadline.hasPassed else {
      return solutions
    }
    for (row, solution) in solve(leaves: leaves.map { solutions[$0].subproblem }).enumerated() {
      solutions[leaves[row]] = solution
    }
    return solutions
  }

  /// Bounds subproblems by an ascent from their own alphas, betas and weights.
  func optimize(_ subproblems: [Subproblem], _ steps: AscentSteps) {
    load(subproblems)
    for row in rows.indices { ascent.best.pointer[row] = rows[row].bound }
    ascent.run(&specification, workspace, steps, stopsWhenProven: true)
  }

  /// The input where the latest bound of a row is taken; nil if its best one is above 0.
  func point(_ row: Int) -> [Double]? {
    guard !(ascent.best.pointer[row] > 0) else { return nil }
    let width = network.stages[0].inputs
    return Array(UnsafeBufferPointer(start: ascent.points[0].row(row), count: width))
  }

  /// The splits that seem to gain most, at most as many as are to be tried.
  ///
  /// They are ordered by what the lines of a neuron are off by, at most, times the coefficient.
  ///
  /// Source: R. Bunel et al., "Branch and Bound for Piecewise Linear Neural Network Verification",
  /// 2020, section 5.
  private func candidates(_ row: Int) -> [NeuronSplit] {
    guard rows[row].splits.count < settings.depthLimit else { return [] }
    let domain = domains[row]
    var best: [(score: Double, split: NeuronSplit)] = []
    for (index, stage) in network.stages.enumerated() where stage.isSplittable {
      guard let activation = stage.activation, let memory = ascent.memory[index] else { continue }
      for place in ascent.unstable[index][domain] {
        let neuron = ascent.neurons[Int(place)]
        guard let point = neuron.range.splitPoint(of: activation) else { continue }
        let a = memory.coefficients[row, neuron.unit]
        let line = neuron.line(
          activation, isLower: a >= 0, at: memory.alphas[a >= 0 ? 0 : 1][row, neuron.unit])
        func gap(_ z: Double) -> Double {
          let value = activation.lower(at: z)
          return a.magnitude * (value - line.slope * z - line.intercept).magnitude
        }
        let affine = stage.affine(channel: neuron.unit % stage.output.channels)
        let z = affine.factor * memory.entries[row, neuron.unit] + affine.bias
        let here = gap(min(max(z, neuron.range.low), neuron.range.high))
        let score = here + 0.1 * max(gap(neuron.range.low), gap(neuron.range.high), gap(point))
        guard score.isFinite else { continue }
        if best.count == settings.candidates {
          guard let last = best.last, score > last.score else { continue }
          best.removeLast()
        }
        let split = NeuronSplit(stage: index, unit: neuron.unit, point: point, isAbove: true)
        best.insert((score, split), at: best.firstIndex { $0.score < score } ?? best.count)
      }
    }
    return best.map(\.split)
  }

  /// Takes of each subproblem the split for which the product of what its halves gain is largest, by
  /// the lines at hand.
  ///
  /// Source: A. De Palma et al., "Improved Branch and Bound for Neural Network Verification via
  /// Lagrangian Decomposition", 2021, section 5 (filtered smart branching);
  /// T. Achterberg, "Constraint Integer Programming", 2007, section 5.2 (the product).
  private func choose(among candidates: [[NeuronSplit]], _ solutions: inout [Solution]) {
    var trials: [(solution: Int, split: NeuronSplit)] = []
    for (index, splits) in candidates.enumerated() {
      solutions[index].subproblem.next = splits.first
      guard splits.count > 1 else { continue }
      for split in splits { trials.append((index, split)) }
    }
    var best = Array(repeating: -Double.infinity, count: solutions.count)
    for start in stride(from: 0, to: trials.count, by: capacity / 2)
    where !workspace.deadline.hasPassed {
      let chunk = trials[start..<min(start + capacity / 2, trials.count)]
      load(
        chunk.flatMap { trial in
          solutions[trial.solution].subproblem.halves(by: trial.split)
        })
      ascent.bound(specification, workspace)
      for (number, trial) in chunk.enumerated() {
        let gains = (0..<2).map { half in
          max(
            ascent.latest[2 * number + half] - solutions[trial.solution].subproblem.bound, 1e-9)
        }
        let score = gains[0] * gains[1]
        guard score > best[trial.solution] else { continue }
        best[trial.solution] = score
        solutions[trial.solution].subproblem.next = trial.split
      }
    }
  }
}
