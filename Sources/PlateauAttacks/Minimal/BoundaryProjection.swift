import PlateauRobustness

/// The shortest way from a point in the box to a hyperplane, inside the box.
///
/// The way moves every value towards the plane: by the same amount in ℓ∞, in proportion to its
/// weight in ℓ2, and no further than its bound. How far is the root of a concave, increasing,
/// piecewise linear function, which Newton's method from 0 reaches exactly after finitely many
/// steps, without sorting.
struct BoundaryProjection {
  let norm: Norm
  let lower: Double
  let upper: Double
  let count: Int

  init(_ threat: ThreatModel, count: Int) {
    norm = threat.norm
    lower = threat.bounds.lowerBound
    upper = threat.bounds.upperBound
    self.count = count
  }

  /// Finds the shortest move *d* with `weights`·*d* = `amount` that stays in the box.
  ///
  /// Where no point of the box lies on the plane the move goes as far towards it as possible.
  ///
  /// - Returns: The length of the move under the norm.
  func move(
    from point: UnsafePointer<Double>, weights: UnsafePointer<Double>, amount: Double,
    into move: UnsafeMutablePointer<Double>
  ) -> Double {
    let side = amount < 0 ? -1.0 : 1.0
    let reach = reach(from: point, weights, side: side, to: amount.magnitude)
    var length = 0.0
    for index in 0..<count {
      let weight = weights[index] * side
      let room = room(point[index], weight)
      let step = weight == 0 ? 0 : min(reach * pull(weight), room)
      move[index] = weight < 0 ? -step : step
      length = norm == .l2 ? length + step * step : max(length, step)
    }
    return norm == .l2 ? length.squareRoot() : length
  }

  /// How far a value may go to where its weight points.
  @inline(__always)
  private func room(_ value: Double, _ weight: Double) -> Double {
    max(0, weight > 0 ? upper - value : value - lower)
  }

  @inline(__always)
  private func pull(_ weight: Double) -> Double { norm == .l2 ? weight.magnitude : 1 }

  private func reach(
    from point: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, side: Double,
    to amount: Double
  ) -> Double {
    guard amount > 0 else { return 0 }
    var reach = 0.0
    while true {
      var fixed = 0.0
      var slope = 0.0
      for index in 0..<count {
        let weight = weights[index] * side
        let room = room(point[index], weight)
        let pull = pull(weight)
        if weight != 0 && reach * pull < room {
          slope += weight.magnitude * pull
        } else {
          fixed += weight.magnitude * room
        }
      }
      guard slope > 0 else { return .greatestFiniteMagnitude }
      let next = (amount - fixed) / slope
      // Concave: the root is never passed; what does not grow any more is exact.
      guard next > reach else { return reach }
      guard next.isFinite else { return .greatestFiniteMagnitude }
      reach = next
    }
  }
}
