import PlateauNetworks
import PlateauNumerics

/// Lines on one side of a function, from where it bends and enclosures of its values and slopes.
///
/// Below, the side is that of lines above ψ, which is φ itself, or −φ for lines below φ.
struct CurveSide<Function: UnitwiseFunction> {
  let function: Function
  let isUpper: Bool
  let curve: Curve
  /// The largest magnitude of a slope on the interval; ∞ where it begins with a root.
  private let steepest: Double
  /// Numbers where it jumps that do not belong to the interval, and its limits there.
  private let ends: [(place: Double, limit: Double)]

  init(
    _ function: Function, isUpper: Bool, over low: Double, _ high: Double,
    open: OpenEnds = OpenEnds()
  ) {
    (self.function, self.isUpper) = (function, isUpper)
    curve = function.curve(over: low, high).inside(low, high, open) { function.value(at: $0) }
    steepest = function.largestSlope(on: low, high)
    ends = open.isOpen ? curve.limits(low, high, open) : []
  }

  /// ψ(z), nearly.
  func value(_ z: Double) -> Double {
    for end in ends where end.place == z { return isUpper ? end.limit : -end.limit }
    return isUpper ? function.value(at: z) : -function.value(at: z)
  }

  /// A number that is not below ψ(z).
  private func upper(_ z: Double) -> Double {
    isUpper ? function.upper(at: z) : -function.lower(at: z)
  }

  /// ψ′(z), nearly.
  func slope(_ z: Double) -> Double {
    isUpper ? function.slope(at: z) : -function.slope(at: z)
  }

  /// A part of an interval on which ψ bends one way.
  struct Piece {
    var low: Double
    var high: Double
    var bend: Curve.Bend
  }

  /// The part of an interval in a piece, apart from joints that are not known exactly; nil where
  /// there is none.
  ///
  /// Concave parts end beside corners, where slopes are those of one side.
  @inline(__always)
  func piece(_ index: Int, _ low: Double, _ high: Double) -> Piece? {
    var piece = Piece(low: low, high: high, bend: curve.bends[index])
    if !isUpper {
      switch piece.bend {
      case .convex: piece.bend = .concave
      case .concave: piece.bend = .convex
      case .constant(let value): piece.bend = .constant(-value)
      case .strip(let slope, let range):
        piece.bend = .strip(slope: -slope, -range.upperBound...(-range.lowerBound))
      case .straight: break
      }
    }
    if index > 0 {
      piece.low = max(low, curve.joints[index - 1].place + curve.joints[index - 1].width)
    }
    if index < curve.joints.count {
      piece.high = min(high, curve.joints[index].place - curve.joints[index].width)
    }
    return piece.low <= piece.high ? piece : nil
  }

  /// Where tangents of a concave part may touch: not on a corner.
  func touching(_ index: Int, _ piece: Piece) -> (low: Double, high: Double) {
    var (low, high) = (piece.low, piece.high)
    let step = (high - low) * 0x1p-40
    if index > 0, curve.joints[index - 1].isCorner, low <= curve.joints[index - 1].place {
      low = max(low + step, low.nextUp)
    }
    if index < curve.joints.count, curve.joints[index].isCorner, high >= curve.joints[index].place {
      high = min(high - step, high.nextDown)
    }
    return (low, high)
  }

  // MARK: - Proven

  /// The intercept of a line of a slope that is on its side everywhere on an interval.
  ///
  /// Where ψ is convex or straight, a line that is not below it at both ends is nowhere below. Where it
  /// is concave, ψ lies below each of its tangents, ψ(d) + ψ′(d)·(z − d), and a line of another slope
  /// is raised by what the two can differ by. Next to a joint that is not known exactly, ψ moves by
  /// no more than the largest slope allows.
  func intercept(_ low: Double, _ high: Double, slope: Double) -> Double {
    isUpper ? raised(low, high, slope: slope) : -raised(low, high, slope: -slope)
  }

  /// The same for lines above ψ.
  func raised(_ low: Double, _ high: Double, slope: Double) -> Double {
    var result = -Double.infinity
    for index in curve.bends.indices {
      guard let piece = piece(index, low, high) else { continue }
      switch piece.bend {
      case .constant(let value):
        result = max(
          result, RoundingError.upward(value, minus: slope, times: piece.low),
          RoundingError.upward(value, minus: slope, times: piece.high))
      case .strip(let rate, let range):
        for z in [piece.low, piece.high] {
          let highest = RoundingError.upward(range.upperBound, minus: -rate, times: z)
          result = max(result, RoundingError.upward(highest, minus: slope, times: z))
        }
      case .straight, .convex:
        result = max(
          result, RoundingError.upward(upper(piece.low), minus: slope, times: piece.low),
          RoundingError.upward(upper(piece.high), minus: slope, times: piece.high))
      case .concave: result = max(result, tangent(index, piece, slope))
      }
    }
    for joint in curve.joints
    where joint.place + joint.width >= low && joint.place - joint.width <= high {
      // Also the values at jumps.
      let middle = min(max(joint.place, low), high)
      let reach =
        joint.width == 0 ? 0 : (steepest * 1.001 + slope.magnitude) * 2 * joint.width
      result = max(
        result, RoundingError.upward(upper(middle), minus: slope, times: middle, plus: reach))
    }
    return result
  }

  private func tangent(_ index: Int, _ piece: Piece, _ slope: Double) -> Double {
    let (first, last) = touching(index, piece)
    if piece.low == piece.high {
      return RoundingError.upward(upper(piece.low), minus: slope, times: piece.low)
    }
    guard first <= last else {
      // Between neighboring numbers.
      let reach = (steepest * 1.001 + slope.magnitude) * 2 * (piece.high - piece.low)
      return RoundingError.upward(
        upper(piece.low), minus: slope, times: piece.low, plus: reach + RoundingError.tiny)
    }
    let point = highest(first, last, slope)
    let error = function.slopeError(at: point) * 1.001
    let own = self.slope(point)
    let excess = max(
      (own - slope + error) * (piece.high - point), (slope - own + error) * (point - piece.low), 0)
    return RoundingError.upward(
      upper(point), minus: slope, times: point, plus: excess * RoundingError.up)
  }

  // MARK: - Guessed

  /// Where ψ(z) − slope·z is largest on a concave part, nearly.
  func highest(_ low: Double, _ high: Double, _ slope: Double) -> Double {
    var (least, most) = (low, high)
    var (above, below) = (self.slope(least) - slope, self.slope(most) - slope)
    if above <= 0 { return least }
    if below >= 0 { return most }
    // The slope falls: regula falsi, with the weight of an end that stays halved.
    var side = 0
    for step in 0..<60 {
      var next = least + (most - least) * (above / (above - below))
      if step % 3 == 2 || !(next > least && next < most) { next = 0.5 * least + 0.5 * most }
      guard next > least, next < most else { break }
      let rest = self.slope(next) - slope
      if rest.magnitude <= 1e-13 || most - least <= 1e-9 * (high - low) { return next }
      if rest > 0 {
        (least, above) = (next, rest)
        if side == 1 { below *= 0.5 }
        side = 1
      } else {
        (most, below) = (next, rest)
        if side == -1 { above *= 0.5 }
        side = -1
      }
    }
    return 0.5 * least + 0.5 * most
  }

  /// Where ψ(z) − slope·z is largest on an interval, and how large, nearly.
  func highest(on low: Double, _ high: Double, _ slope: Double) -> (Double, Double) {
    var best = (low, value(low) - slope * low)
    func consider(_ z: Double, _ value: Double) {
      if value - slope * z > best.1 { best = (z, value - slope * z) }
    }
    consider(high, value(high))
    for index in curve.bends.indices {
      guard let piece = piece(index, low, high) else { continue }
      if case .constant(let value) = piece.bend {
        consider(piece.low, value)
        consider(piece.high, value)
        continue
      }
      if case .strip(let rate, let range) = piece.bend {
        consider(piece.low, rate * piece.low + range.upperBound)
        consider(piece.high, rate * piece.high + range.upperBound)
        continue
      }
      consider(piece.low, value(piece.low))
      consider(piece.high, value(piece.high))
      guard case .concave = piece.bend else { continue }
      let (first, last) = touching(index, piece)
      guard first <= last else { continue }
      let point = highest(first, last, slope)
      consider(point, value(point))
    }
    return best
  }

  /// The line with the least area between it and φ on an interval.
  ///
  /// It supports the concave envelope of ψ at the middle of the interval: the area below a line is its
  /// value there times the width. That is the tangent at the middle where it is nowhere below ψ, and
  /// else a chord between points to the left and to the right of the middle, found as the slope for
  /// which ψ(z) − slope·z is largest at both.
  func line(_ low: Double, _ high: Double) -> Relaxation.Line {
    let side = isUpper ? 1.0 : -1.0
    let middle = 0.5 * low + 0.5 * high
    let width = high - low
    // Lines between steps are steeper than these.
    let most = steepest > 0 ? steepest : 0x1p20 / width
    guard width > 0, width.isFinite else {
      let own = width == 0 ? self.slope(middle) : 0
      let slope = own.isFinite ? own : 0
      return .init(slope: side * slope, intercept: intercept(low, high, slope: side * slope))
    }
    let tangent = self.slope(middle)
    let height = value(middle) - tangent * middle
    var slope = tangent
    // Of functions without a largest slope that at the middle will do.
    let rise = (function.largestSlope.isFinite ? function.largestSlope : tangent.magnitude) * width
    let scale = 1e-12 * (value(low).magnitude + value(high).magnitude + rise)
    if highest(on: low, high, tangent).1 > height + scale {
      slope = chord(low, high, middle, scale)
    }
    slope = min(max(slope, -most), most)
    if !slope.isFinite { slope = 0 }
    return .init(slope: side * slope, intercept: intercept(low, high, slope: side * slope))
  }

  private func chord(
    _ low: Double, _ high: Double, _ middle: Double, _ scale: Double
  ) -> Double {
    var (left, right) = ((low, value(low)), (high, value(high)))
    var slope = 0.0
    for _ in 0..<60 {
      slope = (right.1 - left.1) / (right.0 - left.0)
      let (point, height) = highest(on: low, high, slope)
      guard height > left.1 - slope * left.0 + scale else { break }
      let found = (point, height + slope * point)
      if point <= middle { left = found } else { right = found }
      guard left.0 < middle else { break }
    }
    return slope
  }
}
