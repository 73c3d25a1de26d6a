import PlateauNetworks
import PlateauNumerics
import RealModule

extension SplitEngine {
  private static let moments = (0.9, 0.999)

  /// Moves lines, multipliers and weights up the gradient.
  ///
  /// Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
  func change(below top: Int, rate: Double, step: Int) {
    let (first, second) = Self.moments
    let factor =
      rate * Double.sqrt(1 - Elementary.pow(second, step + 1))
      / (1 - Elementary.pow(first, step + 1))
    for (index, memory) in search.memory.prefix(top).enumerated() {
      guard let memory, search.rows.isWritten[index + 1], !places[index].isEmpty else { continue }
      changeLines(index, memory, factor)
    }
    for row in rows.indices where !multipliers[row].isEmpty { changeMultipliers(row, factor) }
    for row in rows.indices where rows[row].weights.count > 1 { changeWeights(row, rate) }
  }

  private func changeLines(_ index: Int, _ memory: SearchMemory, _ factor: Double) {
    let stage = plan.stages[index]
    guard let activation = stage.activation else { return }
    let (width, channels) = (stage.outputs, stage.output.channels)
    let (first, second) = Self.moments
    lines.withUnsafeBufferPointer { lines in
      open.withUnsafeBufferPointer { open in
        for row in rows.indices {
          let choices = choices + row * open.count
          for place in places[index] {
            let unit = open[place].unit
            let index = row * width + unit
            let a = memory.coefficients.pointer[index]
            if a == 0 { continue }
            let side = a > 0 ? 0 : 1
            let lines = lines[Int(choices[place])]
            let family = side == 0 ? lines.families.lower : lines.families.upper
            if family.kind == .fixed { continue }
            let affine = stage.affine(channel: unit % channels)
            let z = affine.factor * memory.entries.pointer[index] + affine.bias
            let parameter = memory.parameters[side].pointer + index
            let range = family.high - family.low
            let gradient =
              a
              * activation.derivative(
                of: family, at: parameter.pointee,
                slope: activation.line(of: family, at: parameter.pointee).slope, z) * range
            guard gradient.isFinite else { continue }
            let mean = memory.means[side].pointer + index
            let square = memory.squares[side].pointer + index
            mean.pointee = first * mean.pointee + (1 - first) * gradient
            square.pointee = second * square.pointee + (1 - second) * gradient * gradient
            guard square.pointee > 0 else { continue }
            let next =
              parameter.pointee + factor * range * mean.pointee / square.pointee.squareRoot()
            parameter.pointee = min(max(next, family.low), family.high)
          }
        }
      }
    }
  }

  /// The derivative with respect to β is −s·(z − p) at the point where the bound is taken.
  private func changeMultipliers(_ row: Int, _ factor: Double) {
    let (first, second) = Self.moments
    for index in multipliers[row].indices {
      let split = multipliers[row][index].split
      let z = entry(row, split.place)
      let scale = max(scales[row * plan.stages.count + open[split.place].stage], 1e-30)
      let gradient = (split.isAbove ? split.point - z : z - split.point) * scale
      guard gradient.isFinite else { continue }
      var multiplier = multipliers[row][index]
      multiplier.mean = first * multiplier.mean + (1 - first) * gradient
      multiplier.square = second * multiplier.square + (1 - second) * gradient * gradient
      if multiplier.square > 0 {
        let change = factor * scale * multiplier.mean / multiplier.square.squareRoot()
        multiplier.value = max(0, multiplier.value + change)
      }
      multipliers[row][index] = multiplier
    }
  }

  /// Multiplies each weight by the exponential of its inequality's part in the bound.
  ///
  /// Source: J. Kivinen and M. K. Warmuth, "Exponentiated Gradient versus Gradient Descent for
  /// Linear Predictors", 1997.
  private func changeWeights(_ row: Int, _ rate: Double) {
    let gaps = gaps(row)
    let size = gaps.reduce(0) { max($0, $1.magnitude) }
    guard size > 0, size.isFinite else { return }
    var total = 0.0
    for index in gaps.indices {
      rows[row].weights[index] =
        max(rows[row].weights[index], 1e-6) * Elementary.exp(4 * rate * gaps[index] / size)
      total += rows[row].weights[index]
    }
    for index in gaps.indices { rows[row].weights[index] /= total }
  }

  /// How far each inequality of a row is from holding at the input that was carried forward.
  func gaps(_ row: Int) -> [Double] {
    let last = plan.lastStage
    let point = search.points[last.source].row(row)
    return problem.conjunctions[rows[row].conjunction].map { inequality in
      inequality.terms.reduce(-inequality.bound.upperBound) { sum, term in
        sum + term.coefficient * last.output(term.output, at: point)
      }
    }
  }

  /// Moves multipliers of splits until bounds are above 0, with steps that would lead there if the
  /// bound were linear.
  ///
  /// It is for subproblems in which every unit is one line: multipliers are all there is to choose,
  /// and may have to become large where no input fulfills the splits.
  ///
  /// Source: B. Polyak, "Minimization of Unsmooth Functionals", 1969.
  ///
  /// - Parameter steps: The number of changes.
  func ascend(steps: Int) {
    let best = search.best.pointer
    let first = latest
    for step in 0..<steps where !pass.deadline.hasPassed {
      let place = beginConjunctions(in: search.rows)
      let top = back(from: place.value, isOperation: place.isOperation)
      for row in rows.indices {
        latest[row] = search.rows.bounds.pointer[row]
        best[row] = max(best[row], latest[row])
      }
      if rows.indices.allSatisfy({ best[$0] > 0 }) { return }
      search.forward(pass, below: top)
      for row in rows.indices where !(best[row] > 0) {
        // A level above 0, nearer from step to step.
        let level = 0.5 * first[row].magnitude / Double(1 + step / 20)
        let gradient = multipliers[row].map { multiplier -> Double in
          let z = entry(row, multiplier.split.place)
          let value =
            multiplier.split.isAbove ? multiplier.split.point - z : z - multiplier.split.point
          return multiplier.value > 0 || value > 0 ? value : 0
        }
        let square = gradient.reduce(0) { $0 + $1 * $1 }
        if square > 0, square.isFinite, latest[row].isFinite {
          let size = (level - latest[row]) / square
          for (index, value) in gradient.enumerated() {
            let next = multipliers[row][index].value + size * value
            multipliers[row][index].value = max(0, next)
          }
        }
        if rows[row].weights.count > 1 { changeWeights(row, 0.05) }
      }
    }
  }

  /// What enters an open unit's nonlinearity at the point where the bound of a row is taken.
  func entry(_ row: Int, _ place: Int) -> Double {
    let unit = open[place]
    guard let memory = search.memory[unit.stage] else { return 0 }
    let stage = plan.stages[unit.stage]
    let affine = stage.affine(channel: unit.unit % stage.output.channels)
    return affine.factor * memory.entries.row(row)[unit.unit] + affine.bias
  }
}
