/// A function z·g(z) of a gate g between 0 and 1.
protocol GatedFunction: UnitwiseFunction {
  /// The gate g(z), and z·g′(z).
  func parts(_ z: Double) -> (share: Double, rest: Double)
}

extension GatedFunction {
  func value(at z: Double) -> Double { z == -.infinity ? 0 : z * parts(z).share }

  func slope(at z: Double) -> Double {
    let parts = parts(z)
    return parts.share + parts.rest
  }

  func slopeError(at z: Double) -> Double {
    let parts = parts(z)
    return Self.error(parts.share + parts.rest.magnitude)
  }
}
