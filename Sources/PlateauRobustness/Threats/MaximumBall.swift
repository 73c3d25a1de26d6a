import PlateauNumerics

/// Balls of the largest change, ℓ∞: boxes.
struct MaximumBall: Ball {
  var symbol: String { "ℓ∞" }
  var isBox: Bool { true }
  var isWithinEuclideanBall: Bool { false }

  func size(of perturbation: PerturbationSize) -> Double { perturbation.lInfinity }

  func length(of vector: UnsafePointer<Double>, count: Int) -> Double {
    Double.kernels.largestMagnitude(count: count, of: vector)
  }

  func distance(
    from first: UnsafePointer<Double>, to second: UnsafePointer<Double>, count: Int
  ) -> Double {
    LevelTable.searches.largestDifference(count: count, first, second)
  }

  func dualLength(of gradient: UnsafePointer<Double>, count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += gradient[index].magnitude }
    return sum
  }

  func diagonal(ofCube width: Double, dimensions: Int) -> Double { width }

  func confine(
    _ point: UnsafeMutablePointer<Double>, around center: UnsafePointer<Double>, radius: Double,
    count: Int
  ) {
    for index in 0..<count {
      point[index] = min(max(point[index], center[index] - radius), center[index] + radius)
    }
  }

  func step(
    _ points: UnsafeMutablePointer<Double>, along directions: UnsafePointer<Double>,
    by size: Double, around origins: UnsafePointer<Double>, rows: Int, columns: Int,
    within threat: ThreatModel
  ) {
    let (count, box) = (rows * columns, threat.bounds)
    if size == 0 {
      Double.kernels.clip(
        count: count, point: points, around: origins, epsilon: threat.epsilon,
        lower: box.lowerBound, upper: box.upperBound)
    } else {
      Double.kernels.signStep(
        count: count, point: points, along: directions, around: origins, step: size,
        epsilon: threat.epsilon, lower: box.lowerBound, upper: box.upperBound)
    }
  }

  func normalize(_ gradient: UnsafeMutablePointer<Double>, count: Int) {
    for index in 0..<count {
      let value = gradient[index]
      gradient[index] = value > 0 ? 1 : value < 0 ? -1 : 0
    }
  }

  func drawDirection(
    into direction: UnsafeMutablePointer<Double>, count: Int,
    using generator: inout SeededGenerator
  ) -> Double {
    for index in 0..<count { direction[index] = generator.uniform(-1, 1) }
    return length(of: direction, count: count)
  }

  /// The direction is uniform in the ball of radius 1 already.
  func drawScale(
    radius: Double, length: Double, using generator: inout SeededGenerator
  ) -> Double { radius }

  func contain(
    _ proposal: UnsafePointer<Double>, around origin: UnsafePointer<Float>, radius: Double,
    box: ClosedRange<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    LevelTable.projections.containLinf(
      count: count, proposal, around: origin, epsilon: radius, lower: box.lowerBound,
      upper: box.upperBound, into: output)
  }

  func moveToPlane(
    from point: UnsafePointer<Double>, weights: UnsafePointer<Double>, amount: Double,
    box: ClosedRange<Double>, count: Int, into move: UnsafeMutablePointer<Double>
  ) -> Double {
    PlaneProjection(isProportional: false, box: box, count: count)
      .move(from: point, weights: weights, amount: amount, into: move)
  }

  func support(
    of a: UnsafePointer<Double>, at x: UnsafePointer<Double>, count: Int
  ) -> (center: Double, dualLength: Double) {
    var (center, sum) = (0.0, 0.0)
    for index in 0..<count {
      center += a[index] * x[index]
      sum += a[index].magnitude
    }
    return (center, sum * (1 + 2 * RoundingError.gamma(count + 1)))
  }

  func minimize(
    _ a: UnsafePointer<Double>, around center: UnsafePointer<Double>, radius: Double, count: Int,
    above value: Double, into target: UnsafeMutablePointer<Double>
  ) {
    var least = 0.0
    for index in 0..<count { least += a[index] * center[index] - radius * a[index].magnitude }
    guard least > value else { return }
    for index in 0..<count { target[index] = center[index] - (a[index] < 0 ? -radius : radius) }
  }

  func minimum(
    of problem: LinearProblem, radius: Double, box: ClosedRange<Double>
  ) -> Double {
    problem.boxMinimum(radius: radius, box: box)
  }

  func certainlyContains(_ changes: [Double], radius: Double) -> Bool {
    changes.allSatisfy { $0 <= radius }
  }
}
