import PlateauNetworks
import PlateauNumerics

extension SplitEngine {
  /// Takes subproblems, at most ``capacity``, as rows.
  func load(_ subproblems: [Subproblem]) {
    precondition(subproblems.count <= capacity, "too many rows")
    rows = subproblems
    lines.removeSubrange(open.count...)
    for (row, subproblem) in rows.enumerated() {
      let choices = choices(row)
      for place in open.indices { choices[place] = Int32(place) }
      for split in subproblem.splits {
        let unit = open[split.place]
        guard let activation = plan.stages[unit.stage].activation else { continue }
        let old = lines[Int(choices[split.place])]
        choices[split.place] = Int32(lines.count)
        lines.append(old.half(of: activation, split))
      }
      subproblem.parameters.withUnsafeBufferPointer { parameters in
        for (place, unit) in open.enumerated() {
          guard let memory = search.memory[unit.stage] else { continue }
          let families = lines[Int(choices[place])].families
          let index = row * memory.means[0].columns + unit.unit
          for (side, family) in [families.lower, families.upper].enumerated() {
            let value = Double(parameters[side * open.count + place])
            memory.parameters[side].pointer[index] = min(
              max(value, family.low), family.high)
            memory.means[side].pointer[index] = 0
            memory.squares[side].pointer[index] = 0
          }
        }
      }
    }
    multipliers = rows.map { row in
      row.splits.enumerated().map { index, split in
        SplitMultiplier(
          split: split,
          value: index < row.multipliers.count ? Double(row.multipliers[index]) : 0)
      }
    }
    scales = Array(repeating: -1, count: rows.count * plan.stages.count)
    latest = Array(repeating: -.infinity, count: rows.count)
  }

  /// The subproblem of a row with its latest parameters, and its best bound.
  func subproblem(_ row: Int) -> Subproblem {
    var result = rows[row]
    result.bound = search.best.pointer[row]
    result.multipliers = multipliers[row].map { Float($0.value) }
    var parameters = [Float](repeating: 0, count: 2 * open.count)
    for (place, unit) in open.enumerated() {
      guard let memory = search.memory[unit.stage] else { continue }
      let index = row * memory.means[0].columns + unit.unit
      parameters[place] = Float(memory.parameters[0].pointer[index])
      parameters[open.count + place] = Float(memory.parameters[1].pointer[index])
    }
    result.parameters = parameters
    return result
  }

  /// Writes the rows of weighted conjunctions as functionals of what the last layer takes.
  func beginConjunctions(in rows: BackwardRows) -> (value: Int, isOperation: Bool) {
    let last = plan.lastStage
    rows.examples = Array(repeating: 0, count: self.rows.count)
    rows.start(.single, at: last.source)
    for (row, subproblem) in self.rows.enumerated() {
      let target = rows.coefficients[last.source].row(row)
      target.clear(count: last.inputs)
      var (constant, size, count) = (0.0, 0.0, 0)
      let inequalities = problem.conjunctions[subproblem.conjunction]
      for (inequality, weight) in zip(inequalities, subproblem.weights) where weight > 0 {
        for term in inequality.terms {
          let factor = weight * term.coefficient
          last.add(factor, timesRow: term.output, to: target)
          let bias = last.bias(ofOutput: term.output)
          constant += factor * bias
          size +=
            factor.magnitude * (pass.size(ofOutput: term.output, example: 0) + bias.magnitude)
          count += 1
        }
        constant -= weight * inequality.bound.upperBound
        size += weight * inequality.bound.upperBound.magnitude
        count += 1
      }
      rows.constants.pointer[row] = constant
      // Each coefficient is a sum of so many products of three numbers, as is the constant.
      let gamma = RoundingError.gamma(2 * count + 8)
      rows.errors.pointer[row] =
        2 * gamma * size + Double(count + 8) * (size + 8) * RoundingError.tiny
        + underflow(last.inputs, count)
    }
    return (last.source, false)
  }

  /// What products that underflow in coefficients can take from a bound.
  private func underflow(_ width: Int, _ count: Int) -> Double {
    let magnitudes = pass.magnitudes[plan.lastStage.source].row(0)
    let total = (0..<width).reduce(0) { $0 + magnitudes[$1] }
    return total * Double(2 * count + 8) * RoundingError.tiny
  }

  /// The largest lower bound that intervals give an inequality of a conjunction.
  func intervalBound(_ inequalities: [OutputInequality]) -> Double {
    let last = plan.lastStage
    let box = pass.intervals.boxes[last.source]
    guard let weights = last.matrix else { return copiedBound(inequalities, last, box) }
    return inequalities.reduce(-.infinity) { best, inequality in
      var sum = DirectedSum(-inequality.bound.upperBound)
      for column in 0..<last.inputs {
        var weight = DirectedSum()
        for term in inequality.terms {
          weight.add(
            term.coefficient,
            times: DirectedSum(weights.weights[term.output * last.inputs + column]))
        }
        let value = DirectedSum(lower: box.lower[column], upper: box.upper[column])
        // The least product of two intervals is one of their ends.
        var ends: [Double] = []
        for end in [weight.lower, weight.upper] {
          var product = DirectedSum()
          product.add(end, times: value)
          ends.append(product.lower)
        }
        sum.add(ends.min() ?? 0, ends.min() ?? 0)
      }
      for term in inequality.terms {
        sum.add(term.coefficient, times: DirectedSum(weights.biases[term.output]))
      }
      let bound = sum.lower
      return bound.isFinite ? max(best, bound) : best
    }
  }

  /// The same of outputs that are copies.
  private func copiedBound(
    _ inequalities: [OutputInequality], _ last: IntervalStage, _ box: IntervalBox
  ) -> Double {
    inequalities.reduce(-.infinity) { best, inequality in
      var sum = DirectedSum(-inequality.bound.upperBound)
      for term in inequality.terms {
        last.map?.forEachTerm(of: term.output) { _, input, _ in
          sum.add(
            term.coefficient,
            times: DirectedSum(lower: box.lower[input], upper: box.upper[input]))
        }
      }
      let bound = sum.lower
      return bound.isFinite ? max(best, bound) : best
    }
  }
}
