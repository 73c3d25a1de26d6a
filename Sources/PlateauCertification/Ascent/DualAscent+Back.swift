import PlateauNetworks
import PlateauNumerics

extension DualAscent {
  /// Bounds the rows by the lines and betas at hand.
  func back(from start: BackwardStart, _ workspace: BoundWorkspace) {
    rows.run(from: start, workspace) { index in
      if let memory = memory[index] {
        draw(index, memory, workspace)
        rows.relax(index, memory.block, isByRow: true)
        subtractSplits(index, workspace)
      } else if let block = workspace.closest[index] {
        rows.relax(index, block)
      }
    }
  }

  /// Draws the lines of unstable neurons that each coefficient chooses by its sign.
  private func draw(_ index: Int, _ memory: AscentMemory, _ workspace: BoundWorkspace) {
    let stage = network.stages[index]
    guard let sizes = workspace.sizes[index] else { return }
    let (width, channels) = (stage.outputs, stage.output.channels)
    let gamma = RoundingError.gamma(width + 64)
    let (source, block) = (rows.coefficients[index + 1].pointer, memory.block)
    let kept = memory.coefficients.pointer
    let (lower, upper) = (memory.alphas[0].pointer, memory.alphas[1].pointer)
    let activation = stage.activation
    let lines = stage.lines
    neurons.withUnsafeBufferPointer { neurons in
      for (row, domain) in rows.examples.enumerated() {
        let first = row * width
        let size = sizes.row(domain)
        unstable[index][domain].withUnsafeBufferPointer { places in
          for place in places {
            let place = Int(place)
            let unit = neurons[place].unit
            let a = source[first + unit]
            kept[first + unit] = a
            let line = neurons[place].line(
              activation, isLower: a >= 0, at: a >= 0 ? lower[first + unit] : upper[first + unit])
            workspace.write(
              Relaxation(lower: line, upper: line), lines[unit % channels], size: size[unit],
              gamma: gamma, into: block, first + unit)
          }
        }
      }
    }
  }

  /// Subtracts β·s·(z − p) for the splits of a stage's neurons, with z = factor·o + bias.
  ///
  /// The new coefficient is rounded twice, and the product that follows costs γ of its share; of
  /// the constant two products and two sums are rounded.
  private func subtractSplits(_ index: Int, _ workspace: BoundWorkspace) {
    let stage = network.stages[index]
    guard let sizes = workspace.sizes[index] else { return }
    let channels = stage.output.channels
    let gamma = 2 * RoundingError.gamma(stage.outputs + 64)
    let stages = network.stages.count
    for (row, domain) in rows.examples.enumerated() where !multipliers[row].isEmpty {
      let own = rows.coefficients[index + 1].row(row)
      if scales[row * stages + index] < 0 {
        scales[row * stages + index] = unstable[index][domain].reduce(0.0) {
          max($0, own[neurons[Int($1)].unit].magnitude)
        }
      }
      for multiplier in multipliers[row]
      where multiplier.beta > 0 && multiplier.split.stage == index {
        let split = multiplier.split
        let affine = stage.affine(channel: split.unit % channels)
        let signed = split.isAbove ? multiplier.beta : -multiplier.beta
        let old = own[split.unit]
        own[split.unit] = old - signed * affine.factor
        let constant = -signed * (affine.bias - split.point)
        let sum = rows.constants.pointer[row] + constant
        rows.constants.pointer[row] = sum
        var size = sizes[domain, split.unit]
        if stage.affine != nil {
          size = max(size, workspace.magnitudes[stage.source][domain, split.unit])
        }
        let share = multiplier.beta * (1 + affine.factor.magnitude)
        let error =
          gamma * share * (size + affine.bias.magnitude + split.point.magnitude)
          + old.magnitude * size * 0x1p-51 + multiplier.beta * affine.error
          + sum.magnitude * 0x1p-51 + constant.magnitude * 0x1p-50
        rows.errors.pointer[row] += error + (size + share + 8) * 8 * RoundingError.tiny
        rows.errors.pointer[row] *= 1 + 0x1p-24
      }
    }
  }
}

extension UnstableNeuron {
  /// The line on one side at an alpha.
  @inline(__always)
  func line(_ activation: Activation?, isLower: Bool, at alpha: Double) -> Relaxation.Line {
    guard let activation else {
      return isLower ? relaxation.lower.first : relaxation.upper.first
    }
    return isLower
      ? activation.line(of: relaxation.lower, at: alpha)
      : activation.line(of: relaxation.upper, at: alpha)
  }
}
