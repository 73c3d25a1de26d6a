import PlateauNetworks
import PlateauNumerics
import RealModule

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
    let (first, second) = (0.9, 0.999)
    let corrections = (
      1 - Double.pow(first, step + 1), Double.sqrt(1 - Double.pow(second, step + 1))
    )
    for (index, memory) in memory.prefix(top).enumerated() where rows.isWritten[index + 1] {
      let stage = plan.stages[index]
      guard let memory, let activation = stage.activation else { continue }
      let (width, channels) = (stage.outputs, stage.output.channels)
      for (row, example) in rows.examples.enumerated() {
        for unit in 0..<width {
          let a = memory.coefficients[row, unit]
          let side = a >= 0 ? 0 : 1
          let both = families[index][example * width + unit]
          let family = side == 0 ? both.lower : both.upper
          if family.kind == .fixed || a == 0 { continue }
          let affine = stage.affine(channel: unit % channels)
          let z = affine.factor * memory.entries[row, unit] + affine.bias
          let place = row * width + unit
          let parameter = memory.parameters[side].pointer + place
          let range = family.range.high - family.range.low
          let gradient = a * family.derivative(activation, at: parameter.pointee, z) * range
          guard gradient.isFinite else { continue }
          let (mean, square) = (
            memory.means[side].pointer + place, memory.squares[side].pointer + place
          )
          mean.pointee = first * mean.pointee + (1 - first) * gradient
          square.pointee = second * square.pointee + (1 - second) * gradient * gradient
          guard square.pointee > 0 else { continue }
          let change = mean.pointee / Double.sqrt(square.pointee) * corrections.1 / corrections.0
          let next = parameter.pointee + rate * range * change
          parameter.pointee = min(max(next, family.range.low), family.range.high)
        }
      }
    }
  }
}
