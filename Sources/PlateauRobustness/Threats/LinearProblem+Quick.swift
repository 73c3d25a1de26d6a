import PlateauNumerics
import RealModule

extension LinearProblem {
  /// A lower bound of the minimum, from plain sums less a bound of their error.
  ///
  /// Whichever the norm, x′ stays in the box that the ball and the range of inputs share; within a
  /// Euclidean ball also v·δ ≥ −ε‖v‖₂.
  package func quickBound(_ threat: ThreatModel) -> Double {
    let box = threat.bounds
    var (center, inBox, largest, square) = (0.0, 0.0, 0.0, 0.0)
    x.withUnsafeBufferPointer { x in
      for index in x.indices {
        let slope = first[index] - second[index]
        let end =
          slope > 0
          ? max(x[index] - threat.epsilon, box.lowerBound)
          : min(x[index] + threat.epsilon, box.upperBound)
        center += slope * x[index]
        inBox += slope * end
        // An end is rounded in proportion to these.
        largest += slope.magnitude * (x[index].magnitude + end.magnitude + threat.epsilon)
        square += slope * slope
      }
    }
    let offset = offsets.0 - offsets.1
    let count = x.count + 16
    let gamma = RoundingError.gamma(count)
    let error =
      gamma * (largest + offsets.0.magnitude + offsets.1.magnitude) * (1 + 2 * gamma)
      + Double(count) * RoundingError.tiny
    var bound = inBox + offset - 2 * error
    if threat.ball.isWithinEuclideanBall {
      // Squares that underflow are less than 2⁻¹⁰²² each.
      let length = Double.sqrt(square + Double(count) * RoundingError.tiny) * (1 + 2 * gamma)
      bound = max(bound, center + offset - threat.epsilon * length * (1 + 2 * gamma) - 2 * error)
    }
    return bound.isFinite ? bound : -.infinity
  }
}
