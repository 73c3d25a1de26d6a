import PlateauNetworks
import PlateauNumerics

extension DualAscent {
  /// The decays of means and of squares, whose sums are still short at first.
  private static var moments: (Double, Double) { (0.9, 0.999) }

  /// Moves alphas and betas up the gradient.
  ///
  /// Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
  ///
  /// - Parameters:
  ///   - workspace: The domains.
  ///   - top: The stage below which there are lines.
  ///   - rate: The largest step, in units of each parameter's range.
  ///   - step: The number of steps before.
  func change(_ workspace: BoundWorkspace, below top: Int, rate: Double, step: Int) {
    let (first, second) = Self.moments
    let factor =
      rate * (1 - Elementary.pow(second, step + 1)).squareRoot()
      / (1 - Elementary.pow(first, step + 1))
    for (index, memory) in memory.prefix(top).enumerated() where rows.isWritten[index + 1] {
      if let memory { changeAlphas(index, memory, factor) }
    }
    for row in rows.examples.indices where !multipliers[row].isEmpty { changeBetas(row, factor) }
  }

  private func changeAlphas(_ index: Int, _ memory: AscentMemory, _ factor: Double) {
    let stage = network.stages[index]
    guard let activation = stage.activation else { return }
    let (width, channels, lines) = (stage.outputs, stage.output.channels, stage.lines)
    let slopes = memory.block.lowerSlopes.pointer
    let (coefficients, entries) = (memory.coefficients.pointer, memory.entries.pointer)
    neurons.withUnsafeBufferPointer { neurons in
      for (row, domain) in rows.examples.enumerated() {
        unstable[index][domain].withUnsafeBufferPointer { places in
          for place in places {
            let place = Int(place)
            let unit = neurons[place].unit
            let entry = row * width + unit
            let a = coefficients[entry]
            if a == 0 { continue }
            let kind =
              a > 0 ? neurons[place].relaxation.lower.kind : neurons[place].relaxation.upper.kind
            if kind == .fixed { continue }
            let line = lines[unit % channels]
            let (z, slope) = (
              line.factor * entries[entry] + line.bias, slopes[entry] / line.factor
            )
            if a > 0 {
              change(
                neurons[place].relaxation.lower, activation, slope: slope, z, a, memory, 0, entry,
                factor)
            } else {
              change(
                neurons[place].relaxation.upper, activation, slope: slope, z, a, memory, 1, entry,
                factor)
            }
          }
        }
      }
    }
  }

  /// Moves one alpha by a factor times mean over deviation of its gradient.
  @inline(__always)
  private func change(
    _ line: borrowing AlphaLine, _ activation: Activation, slope: Double, _ z: Double, _ a: Double,
    _ memory: AscentMemory, _ side: Int, _ place: Int, _ factor: Double
  ) {
    let (first, second) = Self.moments
    let alpha = memory.alphas[side].pointer + place
    let range = line.high - line.low
    let gradient =
      a * activation.derivative(of: line, at: alpha.pointee, slope: slope, z) * range
    guard gradient.isFinite else { return }
    let mean = memory.means[side].pointer + place
    let square = memory.squares[side].pointer + place
    mean.pointee = first * mean.pointee + (1 - first) * gradient
    square.pointee = second * square.pointee + (1 - second) * gradient * gradient
    guard square.pointee > 0 else { return }
    let next = alpha.pointee + factor * range * mean.pointee / square.pointee.squareRoot()
    alpha.pointee = min(max(next, line.low), line.high)
  }

  private func changeBetas(_ row: Int, _ factor: Double) {
    let (first, second) = Self.moments
    for index in multipliers[row].indices {
      let split = multipliers[row][index].split
      let scale = max(scales[row * network.stages.count + split.stage], 1e-30)
      let gradient = split.excess(entry(row, split)) * scale
      guard gradient.isFinite else { continue }
      var multiplier = multipliers[row][index]
      multiplier.mean = first * multiplier.mean + (1 - first) * gradient
      multiplier.square = second * multiplier.square + (1 - second) * gradient * gradient
      if multiplier.square > 0 {
        let change = factor * scale * multiplier.mean / multiplier.square.squareRoot()
        multiplier.beta = max(0, multiplier.beta + change)
      }
      multipliers[row][index] = multiplier
    }
  }

  /// What enters the nonlinearity of a split's neuron at the input where the bound of a row is taken.
  func entry(_ row: Int, _ split: NeuronSplit) -> Double {
    guard let memory = memory[split.stage] else { return 0 }
    let stage = network.stages[split.stage]
    let affine = stage.affine(channel: split.unit % stage.output.channels)
    return affine.factor * memory.entries.row(row)[split.unit] + affine.bias
  }
}
