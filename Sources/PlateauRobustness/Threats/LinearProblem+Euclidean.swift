import PlateauNumerics
import RealModule

extension LinearProblem {
  /// A lower bound of the minimum over ‖x′ − x‖₂ ≤ ε in the box, apart by rounding alone.
  ///
  /// For any λ ≥ 0 the least value of v·δ + (λ/2)(‖δ‖² − ε²) over the box of δ is below the
  /// minimum, and for the best λ equal to it. It is taken coordinate by coordinate, at
  /// δᵢ = −vᵢ/λ moved into the box. The best λ is where ‖δ‖ = ε; a λ that is a little off makes
  /// the bound a little lower, never wrong.
  ///
  /// Source: S. Boyd and L. Vandenberghe, "Convex Optimization", 2004, section 5.2.
  func euclideanMinimum(radius epsilon: Double, box: ClosedRange<Double>) -> Double {
    let slopes = x.indices.map { first[$0] - second[$0] }
    guard slopes.allSatisfy(\.isFinite) else { return -.infinity }
    // Ends of δ, rounded outwards where they are no numbers of this precision.
    let ends = x.indices.map { index in
      slopes[index] > 0
        ? -outward(x[index], -box.lowerBound) : outward(box.upperBound, -x[index])
    }
    let half = 0.5 * multiplier(slopes, ends, epsilon)
    var sum = CompensatedSum()
    sum.add(offsets.0)
    sum.add(-offsets.1)
    var squares = 0.0
    for index in x.indices {
      let slope = Augmented.sum(first[index], -second[index])
      let step = epsilon == 0 ? 0 : step(slopes[index], ends[index], 2 * half)
      sum.add(slope.head, times: x[index])
      sum.add(slope.head, times: step)
      if slope.tail != 0 {
        sum.add(slope.tail, times: x[index])
        sum.add(slope.tail, times: step)
      }
      let scaled = Augmented.product(half, step)
      sum.add(scaled.head, times: step)
      sum.add(scaled.tail, times: step)
      squares += step * step
    }
    let scaled = Augmented.product(half, epsilon)
    sum.add(-scaled.head, times: epsilon)
    sum.add(-scaled.tail, times: epsilon)
    // A step is off by three roundings from the best one, which the value feels squared: less
    // than 9·2⁻¹⁰⁶·(λ/2)·δᵢ².
    sum.add(-half * squares * 0x1p-100)
    return sum.lowerBound
  }

  /// The λ at which ‖δ‖ = ε; 0 where even the corner of the box is inside the ball.
  ///
  /// From a λ that is too large, ε² less the coordinates at their ends determines the λ of the
  /// others; it only falls, and more coordinates reach their ends, until none is new.
  private func multiplier(_ slopes: [Double], _ ends: [Double], _ epsilon: Double) -> Double {
    // Slopes scaled by the largest, so that squares neither overflow nor all underflow.
    let largest = slopes.reduce(0) { max($0, $1.magnitude) }
    guard epsilon > 0, largest > 0 else { return 0 }
    let room = zip(slopes, ends).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.1 * $1.1 }
    guard room > epsilon * epsilon else { return 0 }
    let squares = slopes.map { ($0 / largest) * ($0 / largest) }
    var lambda = Double.sqrt(squares.reduce(0, +)) * largest / epsilon
    var known = 0
    while true {
      var (count, free, taken) = (0, 0.0, 0.0)
      for index in slopes.indices where slopes[index] != 0 {
        if slopes[index].magnitude >= lambda * ends[index].magnitude {
          count += 1
          taken += ends[index] * ends[index]
        } else {
          free += squares[index]
        }
      }
      let rest = epsilon * epsilon - taken
      guard count > known, free > 0, rest > 0 else { return lambda }
      known = count
      lambda = Double.sqrt(free / rest) * largest
    }
  }

  /// −v/λ, or the end of the box before it.
  private func step(_ slope: Double, _ end: Double, _ lambda: Double) -> Double {
    guard slope.magnitude < lambda * end.magnitude else { return slope == 0 ? 0 : end }
    let step = -slope / lambda
    return step.magnitude < end.magnitude ? step : end
  }

  /// a + b, or the next number above where that is none.
  private func outward(_ a: Double, _ b: Double) -> Double {
    let sum = Augmented.sum(a, b)
    return sum.tail > 0 ? sum.head.nextUp : sum.head
  }
}
