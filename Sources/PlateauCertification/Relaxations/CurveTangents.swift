import PlateauNetworks
import PlateauNumerics

/// Tangents of one concave part of a side, at points between those where they are nowhere below it.
struct CurveTangents {
  let isUpper: Bool
  /// The interval.
  let low: Double
  let high: Double
  /// The part, without joints that are not known exactly.
  let piece: (low: Double, high: Double)
  /// The first and the last tangent, raised until they are nowhere below what is to the left, and
  /// to the right, of the part: lines above ψ, which is −φ below φ.
  let left: Relaxation.Line
  let right: Relaxation.Line

  /// The tangent at a point of the part, as a line of φ that holds on the interval.
  ///
  /// On the part ψ is concave and below each tangent. To its left tangents fall from point to point
  /// as seen from there: they are compared with the first one at both ends, and in the same way with
  /// the last one to the right.
  func line(of function: some UnitwiseFunction, at point: Double) -> Relaxation.Line {
    let slope = isUpper ? function.slope(at: point) : -function.slope(at: point)
    let value = isUpper ? function.upper(at: point) : -function.lower(at: point)
    let error = function.slopeError(at: point) * 1.001
    var intercept = RoundingError.upward(
      value, minus: slope, times: point,
      plus: error * max(piece.high - point, point - piece.low) * RoundingError.up)
    if low < piece.low {
      for z in [low, piece.low] {
        intercept = max(
          intercept, RoundingError.upward(left.intercept, minus: slope - left.slope, times: z))
      }
    }
    if piece.high < high {
      for z in [piece.high, high] {
        intercept = max(
          intercept, RoundingError.upward(right.intercept, minus: slope - right.slope, times: z))
      }
    }
    return .init(slope: isUpper ? slope : -slope, intercept: isUpper ? intercept : -intercept)
  }

  /// The derivative of the tangent's value at z with respect to its point: φ″ there, by a difference,
  /// times the distance.
  func derivative(of function: some UnitwiseFunction, at point: Double, _ z: Double) -> Double {
    let step = 0x1p-16 * (1 + point.magnitude)
    let rise = function.slope(at: point + step) - function.slope(at: point - step)
    return rise / (2 * step) * (z - point)
  }
}
