import PlateauNumerics

/// Planes around y_i = x_i · r, r = 1 / √w with w = mean of x² + ε, over a box.
///
/// w is at most a mean of chords of squares and at least a mean of tangents; r is at most its chord over
/// the range of w and at least a tangent; and of the product x_i · r planes are McCormick's. Ranges are
/// closer: y_i rises with x_i for fixed others, so that its ends are those of x_i with the least or the
/// greatest others.
///
/// Source: Z. Shi, H. Zhang, K.-W. Chang, M. Huang and C.-J. Hsieh, "Robustness Verification for
/// Transformers", 2020, section 3.3 (squares, reciprocals, products).
struct NormalizationPlanes {
  private let lower: UnsafePointer<Double>
  private let upper: UnsafePointer<Double>
  private let map: Normalization
  /// The sums of the least and the greatest squares, each off by γ of itself.
  private let squares: (lower: Double, upper: Double)

  private var size: Int { map.size }
  private var count: Double { Double(map.size) }
  private var gamma: Double { RoundingError.gamma(size + 16) }

  init(
    _ box: (lower: UnsafePointer<Double>, upper: UnsafePointer<Double>), first: Int,
    _ map: Normalization
  ) {
    (lower, upper) = (box.lower + first, box.upper + first)
    self.map = map
    var (low, high) = (0.0, 0.0)
    for place in 0..<map.size {
      let own = Self.square(lower[place], upper[place])
      low += own.lower
      high += own.upper
    }
    squares = (low, high)
  }

  /// The least and the greatest square, rounded to nearest.
  private static func square(_ low: Double, _ high: Double) -> (lower: Double, upper: Double) {
    let (a, b) = (low * low, high * high)
    return (low <= 0 && high >= 0 ? 0 : min(a, b), max(a, b))
  }

  /// What a number can be.
  func range(_ own: Int) -> (lower: Double, upper: Double) {
    let (low, high) = (lower[own], upper[own])
    let square = Self.square(low, high)
    let room = 2 * gamma
    let least = max(0, squares.lower * (1 - room) - square.lower * (1 + room)) * (1 - room)
    let most = (squares.upper * (1 + room) - square.upper * (1 - room)) * (1 + room)
    // Whatever the numbers are, y² is at most their number.
    let limit = (count.squareRoot() * (1 + 0x1p-50)).nextUp
    func value(_ x: Double, _ others: Double) -> Double {
      // Squares that leave the range say nothing.
      let sum = (x * x + others) / count + map.epsilon
      guard sum > 0x1p-900, sum < 0x1p900 else { return x == 0 ? 0 : .nan }
      return x / sum.squareRoot()
    }
    let margin = 1 + 16 * RoundingError.gamma(4)
    let top = value(high, high > 0 ? least : most)
    let bottom = value(low, low < 0 ? least : most)
    let upper = top > 0 ? (top * margin).nextUp : (top / margin).nextUp
    let lower = bottom < 0 ? (bottom * margin).nextDown : (bottom / margin).nextDown
    return (
      lower >= -limit && lower <= limit ? lower : -limit,
      upper <= limit && upper >= -limit ? upper : limit
    )
  }

  /// Planes for a number; constant where these are as close in the middle of the box, or squares leave the
  /// range.
  ///
  /// - Parameters:
  ///   - own: The place of the number in its group.
  ///   - below: Receives the slopes of the plane below.
  ///   - above: Receives those of the plane above.
  /// - Returns: Intercepts with which they hold.
  func planes(
    _ own: Int, lower below: UnsafeMutablePointer<Double>, upper above: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double) {
    for place in 0..<size { (below[place], above[place]) = (0, 0) }
    let range = range(own)
    let room = 2 * gamma
    let w = (
      lower: (squares.lower * (1 - room) / count + map.epsilon) * (1 - room),
      upper: (squares.upper * (1 + room) / count + map.epsilon) * (1 + room)
    )
    guard w.lower > 0x1p-400, w.upper < 0x1p400 else { return range }
    let r = (
      lower: (1 / w.upper.squareRoot()).nextDown.nextDown,
      upper: (1 / w.lower.squareRoot()).nextUp.nextUp
    )
    let product = McCormick(lower[own], upper[own], r.lower, r.upper)
    return (
      draw(
        own, product.lower, product.intercepts.lower, w, r, isBelow: true, constant: range.lower,
        into: below),
      draw(
        own, product.upper, product.intercepts.upper, w, r, isBelow: false, constant: range.upper,
        into: above)
    )
  }

  /// Puts a plane around r into one around the product a·x + b·r + c.
  private func draw(
    _ own: Int, _ slopes: (Double, Double), _ intercept: Double,
    _ w: (lower: Double, upper: Double), _ r: (lower: Double, upper: Double), isBelow: Bool,
    constant: Double, into plane: UnsafeMutablePointer<Double>
  ) -> Double {
    // r from below by a tangent with chords of squares, from above by its chord with tangents of squares.
    let isTangent = isBelow == (slopes.1 > 0)
    var (share, base) = (0.0, 0.0)
    if isTangent {
      var middle = map.epsilon
      for place in 0..<size {
        let (low, high) = (lower[place], upper[place])
        middle += ((low + high) * (0.5 * low + 0.5 * high) - low * high) / count
      }
      let touch = min(max(middle, w.lower), w.upper)
      let value = 1 / touch.squareRoot()
      share = -0.5 * value / touch
      base = value - share * touch
    } else {
      let width = w.upper - w.lower
      share = width > 0 ? (r.lower - r.upper) / width : 0
      base = r.upper - share * w.lower
    }
    // b · (base + share · (ε + mean of lines around squares)).
    let factor = slopes.1 * share
    var total = intercept + slopes.1 * (base + share * map.epsilon)
    var magnitude =
      intercept.magnitude
      + slopes.1.magnitude * (base.magnitude + share.magnitude * (map.epsilon + w.upper) + r.upper)
      + slopes.0.magnitude * max(lower[own].magnitude, upper[own].magnitude)
    var middle = 0.0
    for place in 0..<size {
      let (low, high) = (lower[place], upper[place])
      let center = 0.5 * low + 0.5 * high
      let slope = low + high
      let offset = isTangent ? -(low * high) : -(center * center)
      let own = factor * slope / count
      total += factor * offset / count
      magnitude +=
        factor.magnitude * (slope.magnitude * max(low.magnitude, high.magnitude) + offset.magnitude)
        / count
      plane[place] = own
      middle += own * center
    }
    plane[own] += slopes.0
    middle += slopes.0 * (0.5 * lower[own] + 0.5 * upper[own]) + total
    let error = magnitude * (0x1p-48 + 4 * gamma)
    guard error.isFinite, isBelow ? middle - error > constant : middle + error < constant else {
      for place in 0..<size { plane[place] = 0 }
      return constant
    }
    return isBelow ? (total - error).nextDown : (total + error).nextUp
  }
}
