import PlateauNetworks
import PlateauNumerics

extension SplitEngine {
  /// Bounds rows, and improves lines, multipliers and weights by a number of steps.
  ///
  /// The best bounds are in the search's ``SlopeSearch/best``, which must be set before. At the end
  /// signals are those of the latest lines.
  ///
  /// - Parameters:
  ///   - steps: The number of changes.
  ///   - stopsWhenProven: Whether to end when all rows have bounds above 0.
  ///   - rate: The first step, in units of the range of each parameter.
  ///   - decay: The factor from step to step.
  ///   - begin: Writes the rows.
  func optimize(
    steps: Int, stopsWhenProven: Bool, rate: Double = 0.25, decay: Double = 0.9,
    begin: (BackwardRows) -> (value: Int, isOperation: Bool)
  ) {
    var rate = rate
    let best = search.best.pointer
    for step in 0...steps {
      if pass.deadline.hasPassed { return }
      let place = begin(search.rows)
      let top = back(from: place.value, isOperation: place.isOperation)
      var isProven = true
      for row in rows.indices {
        latest[row] = search.rows.bounds.pointer[row]
        best[row] = max(best[row], latest[row])
        if !(best[row] > 0) { isProven = false }
      }
      if stopsWhenProven && isProven || pass.deadline.hasPassed { return }
      search.forward(pass, below: top)
      guard step < steps else { return }
      change(below: top, rate: rate, step: step)
      rate *= decay
    }
  }

  /// Carries the rows back to the input, and bounds them; by −∞ where the time is up.
  ///
  /// - Returns: The stage below which lines are used.
  func back(from first: Int, isOperation: Bool) -> Int {
    let backward = search.rows
    if isOperation { backward.transpose(first - 1, pass) }
    let top = isOperation ? first - 1 : first
    for index in stride(from: top - 1, through: 0, by: -1) where backward.isWritten[index + 1] {
      if pass.deadline.hasPassed {
        backward.forget()
        return top
      }
      if let memory = search.memory[index] {
        draw(index, memory)
        choose(index, memory)
        backward.relax(index, memory.lines, isByRow: true)
        multiply(index)
      } else if let block = pass.closest[index] {
        backward.relax(index, block)
      }
      backward.transpose(index, pass)
    }
    if pass.deadline.hasPassed {
      backward.forget()
    } else {
      backward.concretize(pass)
    }
    return top
  }

  /// Draws the lines of open units that each coefficient chooses by its sign.
  private func draw(_ index: Int, _ memory: SearchMemory) {
    let stage = plan.stages[index]
    let places = places[index]
    guard !places.isEmpty, let sizes = pass.sizes[index], let activation = stage.activation else {
      return
    }
    let (width, channels) = (stage.outputs, stage.output.channels)
    let gamma = RoundingError.gamma(width + 64)
    let source = search.rows.coefficients[index + 1]
    let (lower, upper) = (memory.parameters[0], memory.parameters[1])
    lines.withUnsafeBufferPointer { lines in
      open.withUnsafeBufferPointer { open in
        for row in rows.indices {
          let choices = choices + row * open.count
          let (own, kept) = (source.row(row), memory.coefficients.row(row))
          for place in places {
            let unit = open[place].unit
            let a = own[unit]
            kept[unit] = a
            let isLower = a >= 0
            let choice = Int(choices[place])
            let parameter = isLower ? lower.row(row)[unit] : upper.row(row)[unit]
            let line = activation.line(
              of: isLower ? lines[choice].families.lower : lines[choice].families.upper,
              at: parameter)
            pass.write(
              Relaxation(lower: line, upper: line), stage.affine(channel: unit % channels),
              size: sizes.pointer[unit], gamma: gamma, into: memory.lines, row * width + unit)
          }
        }
      }
    }
  }

  /// Takes of two lines that are not searched for the one below or the one above, by the sign of
  /// each coefficient.
  private func choose(_ index: Int, _ memory: SearchMemory) {
    guard !forked[index].isEmpty, let block = pass.closest[index] else { return }
    let source = search.rows.coefficients[index + 1]
    for row in rows.indices {
      let own = source.row(row)
      let (slopes, intercepts) = (
        memory.lines.lowerSlopes.row(row), memory.lines.lowerIntercepts.row(row)
      )
      for unit in forked[index] {
        let isLower = own[unit] >= 0
        slopes[unit] = (isLower ? block.lowerSlopes : block.upperSlopes)[0, unit]
        intercepts[unit] = (isLower ? block.lowerIntercepts : block.upperIntercepts)[0, unit]
      }
    }
  }

  /// Subtracts β·s·(z − p) for the splits of a stage's units, with z = factor·o + bias.
  ///
  /// The new coefficient is rounded twice, and the product that follows costs γ of its share; of
  /// the constant two products and two sums are rounded.
  private func multiply(_ index: Int) {
    let stage = plan.stages[index]
    let places = places[index]
    guard !places.isEmpty, let sizes = pass.sizes[index] else { return }
    let (backward, channels) = (search.rows, stage.output.channels)
    let gamma = 2 * RoundingError.gamma(stage.outputs + 64)
    let stages = plan.stages.count
    for row in rows.indices {
      let own = backward.coefficients[index + 1].row(row)
      let isFirst = scales[row * stages + index] < 0
      if isFirst {
        var largest = 0.0
        for place in places { largest = max(largest, own[open[place].unit].magnitude) }
        scales[row * stages + index] = largest
      }
      for multiplier in multipliers[row] where multiplier.value > 0 {
        guard places.contains(multiplier.split.place) else { continue }
        let unit = open[multiplier.split.place].unit
        let affine = stage.affine(channel: unit % channels)
        let signed = multiplier.split.isAbove ? multiplier.value : -multiplier.value
        let old = own[unit]
        own[unit] = old - signed * affine.factor
        let constant = -signed * (affine.bias - multiplier.split.point)
        let sum = backward.constants.pointer[row] + constant
        backward.constants.pointer[row] = sum
        var size = sizes.pointer[unit]
        if stage.affine != nil {
          size = max(size, pass.magnitudes[stage.source].pointer[unit])
        }
        let share = multiplier.value * (1 + affine.factor.magnitude)
        let error =
          gamma * share * (size + affine.bias.magnitude + multiplier.split.point.magnitude)
          + old.magnitude * size * 0x1p-51 + multiplier.value * affine.error
          + sum.magnitude * 0x1p-51 + constant.magnitude * 0x1p-50
        backward.errors.pointer[row] += error + (size + share + 8) * 8 * RoundingError.tiny
        backward.errors.pointer[row] *= 1 + 0x1p-24
      }
    }
  }
}
