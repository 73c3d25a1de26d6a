import PlateauNetworks
import PlateauNumerics

extension SlopeSearch {
  /// Moves the parameters of the lines in use up the gradient.
  ///
  /// Source: D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
  ///
  /// - Parameters:
  ///   - pass: The bounds of values.
  ///   - top: The stage where the rows begin.
  ///   - rate: The largest step, in units of each parameter's range.
  ///   - step: The number of steps before.
  func change(_ pass: LinearPass, below top: Int, rate: Double, step: Int) {
    // Decays of 0.9 and 0.999, whose sums are still short.
    let corrections = (
      1 - Elementary.pow(0.9, step + 1), (1 - Elementary.pow(0.999, step + 1)).squareRoot()
    )
    for (index, memory) in memory.prefix(top).enumerated() where rows.isWritten[index + 1] {
      let stage = plan.stages[index]
      guard let memory, let families = families[index], let activation = stage.activation
      else { continue }
      let (width, channels) = (stage.outputs, stage.output.channels)
      let affines = (0..<channels).map { stage.affine(channel: $0) }
      let (coefficients, slopes) = (memory.coefficients.pointer, memory.lines.lowerSlopes.pointer)
      for (row, example) in rows.examples.enumerated() {
        let lines = families + example * width
        for unit in 0..<width {
          let place = row * width + unit
          let a = coefficients[place]
          let side = a < 0 ? 1 : 0
          let kind = side == 0 ? lines[unit].lower.kind : lines[unit].upper.kind
          if kind == .fixed || a == 0 { continue }
          let affine = affines[unit % channels]
          let z = affine.factor * memory.entries.pointer[place] + affine.bias
          move(
            side == 0 ? lines[unit].lower : lines[unit].upper, activation,
            slope: slopes[place] / affine.factor, z, a, memory, side, place,
            rate: rate * corrections.1 / corrections.0)
        }
      }
    }
  }

  /// Moves one parameter by a rate times mean over deviation of its gradient.
  @inline(__always)
  private func move(
    _ family: borrowing LineFamily, _ activation: Activation, slope: Double, _ z: Double,
    _ a: Double, _ memory: SearchMemory, _ side: Int, _ place: Int, rate: Double
  ) {
    let parameter = memory.parameters[side].pointer + place
    let range = family.high - family.low
    let gradient =
      a * activation.derivative(of: family, at: parameter.pointee, slope: slope, z) * range
    guard gradient.isFinite else { return }
    let mean = memory.means[side].pointer + place
    let square = memory.squares[side].pointer + place
    mean.pointee = 0.9 * mean.pointee + 0.1 * gradient
    square.pointee = 0.999 * square.pointee + 0.001 * gradient * gradient
    guard square.pointee > 0 else { return }
    let next = parameter.pointee + rate * range * mean.pointee / square.pointee.squareRoot()
    parameter.pointee = min(max(next, family.low), family.high)
  }
}
