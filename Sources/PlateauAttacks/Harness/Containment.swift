import CPlateauKernels
import PlateauNumerics
import PlateauRobustness

/// Moves proposals inside a threat model, so that its conditions hold exactly.
struct Containment {
  let norm: Norm
  let epsilon: Double
  let lower: Float
  let upper: Float

  /// The box is that of the floats inside the bounds.
  init(_ threat: ThreatModel) {
    norm = threat.norm
    epsilon = threat.epsilon
    var lower = Float(threat.bounds.lowerBound)
    if Double(lower) < threat.bounds.lowerBound { lower = lower.nextUp }
    var upper = Float(threat.bounds.upperBound)
    if Double(upper) > threat.bounds.upperBound { upper = upper.nextDown }
    self.lower = lower
    self.upper = upper
  }

  /// Rounds a proposal to Float and moves it inside.
  ///
  /// A value that is no number becomes that of the origin.
  func contain(
    _ proposal: UnsafePointer<Double>, around origin: UnsafePointer<Float>, count: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    switch norm {
    case .lInfinity:
      LevelTable.projections.contain_linf(
        Int64(count), proposal, origin, epsilon, lower, upper, output)
    case .l2:
      Double.kernels.toSingles(Int64(count), proposal, output)
      for index in 0..<count {
        let value = output[index]
        output[index] = value.isNaN ? origin[index] : min(max(value, lower), upper)
      }
      shrink(output, towards: origin, count: count)
    }
  }

  /// Scales a perturbation down until its length is at most epsilon whatever the rounding.
  private func shrink(
    _ output: UnsafeMutablePointer<Float>, towards origin: UnsafePointer<Float>, count: Int
  ) {
    // Summing n squares errs by at most (n + 2) units of 2⁻⁵³, relative to the sum.
    let slack = 1 + Double(count + 4) * 0x1p-53
    while true {
      let length = Float.kernels.squaredDistance(Int64(count), output, origin).squareRoot() * slack
      guard length > epsilon else { return }
      let scale = epsilon / length
      for index in 0..<count {
        let start = origin[index]
        let target = Double(start) + (Double(output[index]) - Double(start)) * scale
        let moved = Float(target)
        // Rounded towards the origin, so that every turn shrinks the length.
        let isBeyond = moved > start ? Double(moved) > target : Double(moved) < target
        output[index] = !isBeyond || moved == start ? moved : toward(start, from: moved)
      }
    }
  }

  private func toward(_ origin: Float, from value: Float) -> Float {
    value > origin ? value.nextDown : value.nextUp
  }
}
