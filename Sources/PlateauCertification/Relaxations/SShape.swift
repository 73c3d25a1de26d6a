import PlateauNetworks
import PlateauNumerics
import RealModule

/// The logistic function or the hyperbolic tangent: convex up to 0, concave from there, and
/// φ(z) = c − φ(−z).
struct SShape {
  let activation: Activation
  let isTanh: Bool
  /// c: 1 for the logistic function, 0 for those that are 0 at 0.
  let total: Double

  init(activation: Activation) {
    self.activation = activation
    isTanh = activation == .tanh
    total = activation == .sigmoid ? 1 : 0
  }

  /// The z ≥ 0 with φ′(z) = slope, nearly; 0 for slopes that are too large.
  ///
  /// Of p = σ(−z) it is known that p·(1 − p) = slope; and tanh′(z) = 4·σ′(2z).
  func inverse(ofSlope slope: Double) -> Double {
    let rate = isTanh ? 0.25 * slope : slope
    guard rate < 0.25 else { return 0 }
    guard rate > 0 else { return .greatestFiniteMagnitude }
    let root = Double.sqrt(1 - 4 * rate)
    let p = 2 * rate / (1 + root)
    let z = Elementary.log(0.5 * (1 + root)) - Elementary.log(p)
    return max(0, isTanh ? 0.5 * z : z)
  }

  /// The intercept of a line of a slope that is nowhere below φ on an interval.
  ///
  /// Where φ is concave it lies below each of its tangents, φ(d) + φ′(d)·(z − d), and a line of
  /// another slope is raised by what the two can differ by. Where it is convex, a line that is not
  /// below φ at both ends is nowhere below. The slope φ′(d) is computed to 2⁻⁴⁸ of it.
  ///
  /// The slope is any of at least 0, and the line is to touch φ at the point d, which lies in the
  /// concave part of the interval; without one it is not used.
  func intercept(above low: Double, _ high: Double, slope: Double, at point: Double) -> Double {
    var result = -Double.infinity
    if high > 0 {
      let first = max(low, 0)
      let exact = activation.slope(at: point)
      let error = max(exact, slope) * 0x1p-46 + 0x1p-1070
      let excess = max(
        (exact - slope + error) * (high - point), (slope - exact + error) * (point - first), 0)
      result = RoundingError.upward(
        activation.upper(at: point), minus: slope, times: point, plus: excess)
    } else {
      result = RoundingError.upward(activation.upper(at: high), minus: slope, times: high)
    }
    guard low < 0 else { return result }
    return max(result, RoundingError.upward(activation.upper(at: low), minus: slope, times: low))
  }

  /// The intercept of a line of a slope that is nowhere above φ: the mirror image.
  func intercept(below low: Double, _ high: Double, slope: Double, at point: Double) -> Double {
    let mirrored = intercept(above: -high, -low, slope: slope, at: -point)
    return total == 0 ? -mirrored : (total - mirrored).nextDown
  }

  /// The slope of the chord, nearly, and never one that φ does not have in between.
  func chord(_ low: Double, _ high: Double) -> Double {
    let width = high - low
    let ends = (activation.slope(at: low), activation.slope(at: high))
    let least = min(ends.0, ends.1)
    let most = low < 0 && high > 0 ? activation.largestSlope : max(ends.0, ends.1)
    guard width > 0, width.isFinite else { return least }
    let rise = activation.upper(at: high) - activation.upper(at: low)
    return min(max(rise / width, least), most)
  }

  /// The point from which on tangents pass above (low, φ(low)), for low < 0 < high.
  ///
  /// The root of φ′(d)·(d − low) − φ(d) + φ(low), which falls, by Newton's method within a bracket.
  func tangency(from low: Double, upTo high: Double, guess: Double) -> Double {
    let base = activation.upper(at: low)
    var (least, most) = (0.0, high)
    var point = min(max(guess, least), most)
    for _ in 0..<40 {
      let slope = activation.slope(at: point)
      let value = slope * (point - low) - activation.upper(at: point) + base
      if value > 0 { least = point } else { most = point }
      let step = value / (curvature(point, slope) * (point - low))
      var next = point - step
      if !(next > least && next < most) { next = 0.5 * (least + most) }
      if (next - point).magnitude <= 1e-7 * (1 + point) { return next }
      point = next
    }
    return most
  }

  /// φ″(z): −φ′·(1 − 2σ(−z)) for the logistic function, −2·φ′·tanh z for the other.
  func curvature(_ z: Double, _ slope: Double) -> Double {
    isTanh ? -2 * slope * Elementary.tanh(z) : -slope * Elementary.tanh(0.5 * z)
  }
}

extension Activation {
  /// Whether lines around it are those of an S-shape.
  var isSShaped: Bool { if case .sigmoidal = function.lines { true } else { false } }
}
