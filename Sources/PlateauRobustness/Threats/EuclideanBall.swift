import PlateauNumerics

/// Balls of the Euclidean length, ℓ₂.
struct EuclideanBall: Ball {
  var symbol: String { "ℓ₂" }
  var isBox: Bool { false }
  var isWithinEuclideanBall: Bool { true }

  func size(of perturbation: PerturbationSize) -> Double { perturbation.l2 }

  func length(of vector: UnsafePointer<Double>, count: Int) -> Double {
    LevelTable.searches.dot(count: count, vector, vector).squareRoot()
  }

  func distance(
    from first: UnsafePointer<Double>, to second: UnsafePointer<Double>, count: Int
  ) -> Double {
    Double.kernels.squaredDistance(count: count, from: first, to: second).squareRoot()
  }

  func dualLength(of gradient: UnsafePointer<Double>, count: Int) -> Double {
    length(of: gradient, count: count)
  }

  func diagonal(ofCube width: Double, dimensions: Int) -> Double {
    width * Double(dimensions).squareRoot()
  }

  func confine(
    _ point: UnsafeMutablePointer<Double>, around center: UnsafePointer<Double>, radius: Double,
    count: Int
  ) {
    var square = 0.0
    for index in 0..<count {
      square += (point[index] - center[index]) * (point[index] - center[index])
    }
    guard square > radius * radius else { return }
    let factor = radius / square.squareRoot()
    for index in 0..<count {
      point[index] = center[index] + factor * (point[index] - center[index])
    }
  }

  func step(
    _ points: UnsafeMutablePointer<Double>, along directions: UnsafePointer<Double>,
    by size: Double, around origins: UnsafePointer<Double>, rows: Int, columns: Int,
    within threat: ThreatModel
  ) {
    Double.kernels.lengthStep(
      rows: rows, columns: columns, points: points, along: directions, around: origins, step: size,
      epsilon: threat.epsilon, lower: threat.bounds.lowerBound, upper: threat.bounds.upperBound)
  }

  func normalize(_ gradient: UnsafeMutablePointer<Double>, count: Int) {
    var squares = 0.0
    for index in 0..<count { squares += gradient[index] * gradient[index] }
    let scale = 1 / max(squares.squareRoot(), 0x1p-500)
    for index in 0..<count { gradient[index] *= scale }
  }

  func drawDirection(
    into direction: UnsafeMutablePointer<Double>, count: Int,
    using generator: inout SeededGenerator
  ) -> Double {
    var squares = 0.0
    for index in 0..<count {
      direction[index] = generator.normal()
      squares += direction[index] * direction[index]
    }
    return squares.squareRoot()
  }

  /// Makes the length of the change uniform in `0...radius`.
  func drawScale(
    radius: Double, length: Double, using generator: inout SeededGenerator
  ) -> Double {
    radius * generator.uniform() / max(length, 0x1p-500)
  }

  func contain(
    _ proposal: UnsafePointer<Double>, around origin: UnsafePointer<Float>, radius: Double,
    box: ClosedRange<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    Double.kernels.toSingles(count: count, proposal, into: output)
    for index in 0..<count {
      let value = output[index]
      output[index] =
        value.isNaN ? origin[index] : min(max(value, box.lowerBound), box.upperBound)
    }
    shrink(output, towards: origin, to: radius, count: count)
  }

  /// Scales a perturbation down until its length is at most the radius whatever the rounding.
  private func shrink(
    _ output: UnsafeMutablePointer<Float>, towards origin: UnsafePointer<Float>, to radius: Double,
    count: Int
  ) {
    // Summing n squares errs by at most (n + 2) units of 2⁻⁵³, relative to the sum.
    let slack = 1 + Double(count + 4) * 0x1p-53
    while true {
      let square = Float.kernels.squaredDistance(count: count, from: output, to: origin)
      let length = square.squareRoot() * slack
      guard length > radius else { return }
      let scale = radius / length
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

  func moveToPlane(
    from point: UnsafePointer<Double>, weights: UnsafePointer<Double>, amount: Double,
    box: ClosedRange<Double>, count: Int, into move: UnsafeMutablePointer<Double>
  ) -> Double {
    PlaneProjection(isProportional: true, box: box, count: count)
      .move(from: point, weights: weights, amount: amount, into: move).squareRoot()
  }

  func support(
    of a: UnsafePointer<Double>, at x: UnsafePointer<Double>, count: Int
  ) -> (center: Double, dualLength: Double) {
    let (center, squares) = sums(a, x, count)
    let gamma = RoundingError.gamma(count + 16)
    let square = squares * (1 + 2 * gamma) + Double(count) * RoundingError.tiny
    return (center, square.squareRoot())
  }

  func minimize(
    _ a: UnsafePointer<Double>, around center: UnsafePointer<Double>, radius: Double, count: Int,
    above value: Double, into target: UnsafeMutablePointer<Double>
  ) {
    let (least, squares) = sums(a, center, count)
    let length = squares.squareRoot()
    guard length > 0, least - radius * length > value else { return }
    for index in 0..<count { target[index] = center[index] - radius * a[index] / length }
  }

  /// Returns Σ aᵢ·xᵢ and Σ aᵢ².
  private func sums(
    _ a: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ count: Int
  ) -> (Double, Double) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { sums in
      guard let base = sums.baseAddress else { return (0, 0) }
      LevelTable.bounds.concretizeBall(count: count, row: a, centers: x, sums: base)
      return (base[0], base[1])
    }
  }

  func minimum(
    of problem: LinearProblem, radius: Double, box: ClosedRange<Double>
  ) -> Double {
    problem.euclideanMinimum(radius: radius, box: box)
  }

  func certainlyContains(_ changes: [Double], radius: Double) -> Bool {
    var square = DirectedSum()
    for change in changes { square.add(0, DirectedSum.product(change, change).upper) }
    return square.upper <= DirectedSum.product(radius, radius).lower
  }
}
