import PlateauRobustness

/// Moves proposals inside a threat model, so that its conditions hold exactly.
struct Containment {
  let ball: any Ball
  let epsilon: Double
  /// The floats inside the bounds.
  let box: ClosedRange<Float>

  init(_ threat: ThreatModel) {
    ball = threat.ball
    epsilon = threat.epsilon
    var lower = Float(threat.bounds.lowerBound)
    if Double(lower) < threat.bounds.lowerBound { lower = lower.nextUp }
    var upper = Float(threat.bounds.upperBound)
    if Double(upper) > threat.bounds.upperBound { upper = upper.nextDown }
    box = lower...max(lower, upper)
  }

  /// Rounds a proposal to Float and moves it inside.
  ///
  /// A value that is no number becomes that of the origin.
  func contain(
    _ proposal: UnsafePointer<Double>, around origin: UnsafePointer<Float>, count: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    ball.contain(
      proposal, around: origin, radius: epsilon, box: box, count: count, into: output)
  }
}
