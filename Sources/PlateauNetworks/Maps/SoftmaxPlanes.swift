import PlateauNumerics

/// Planes around one number of a softmax over a box, p = 1 / S with S = 1 + Σ exp(z_j − z_i).
///
/// Two of them are made on each side, and that which is nearer to p at the middle of the box is taken.
/// By the quotient: below, 1/S ≥ 2t − t²·S for every t, and S is at most a sum of chords of exp; above, 1/S is
/// at most its chord over the range of S, and S is at least a sum of tangents of exp. By the logarithm:
/// see ``SoftmaxLogarithmPlanes``.
///
/// Sources: Z. Shi, H. Zhang, K.-W. Chang, M. Huang and C.-J. Hsieh, "Robustness Verification for
/// Transformers", 2020, section 3.3 (exponentials, their sum and its reciprocal); D. Wei, H. Wu, M. Wu,
/// P.-Y. Chen, C. Barrett and E. Farchi, "Convex Bounds on the Softmax Function with Applications to
/// Robustness Verification", 2023, section 3.
struct SoftmaxPlanes {
  private let lower: UnsafePointer<Double>
  private let upper: UnsafePointer<Double>
  /// The place of the number in its group.
  private let own: Int
  private let size: Int
  /// The ends of S, rounded outwards.
  private let sums: (lower: Double, upper: Double)

  /// More than an exponential is off, relative to it.
  private static let error = 0x1p-48
  /// Beyond this a difference of logits is taken for infinite.
  private static let most = 600.0

  init(
    _ box: (lower: UnsafePointer<Double>, upper: UnsafePointer<Double>), _ output: Int, _ size: Int
  ) {
    let first = output / size * size
    (lower, upper) = (box.lower + first, box.upper + first)
    (own, self.size) = (output - first, size)
    var (low, high) = (0.0, 0.0)
    for other in 0..<size where other != own {
      low += Elementary.exp((lower[other] - upper[own]).nextDown)
      high += Elementary.exp((upper[other] - lower[own]).nextUp)
    }
    // Sums of numbers that are not negative are off by γ of themselves.
    let room = Self.error + 2 * RoundingError.gamma(size + 4)
    let least = Double(size) * RoundingError.tiny
    // Beyond the largest number S is at least that.
    let end = Double.greatestFiniteMagnitude
    sums = (
      min(end, max(1, 1 + low * (1 - room) - least)), 1 + high * (1 + room) + least
    )
  }

  /// What the number can be.
  var range: ClosedRange<Double> {
    let low = sums.upper.isFinite ? max(0, (1 / sums.upper).nextDown) : 0
    return low...max(low, min(1, (1 / sums.lower).nextUp))
  }

  /// The ends of z_j − z_i, rounded outwards.
  private func difference(_ other: Int) -> (lower: Double, upper: Double) {
    ((lower[other] - upper[own]).nextDown, (upper[other] - lower[own]).nextUp)
  }

  /// A plane below; constant where logits can be too far apart.
  func below(into slopes: UnsafeMutablePointer<Double>) -> Double {
    best(into: slopes, isBelow: true, quotientBelow) { $0.below(into: $1) }
  }

  /// A plane above; constant where logits can be too far apart.
  func above(into slopes: UnsafeMutablePointer<Double>) -> Double {
    best(into: slopes, isBelow: false, quotientAbove) { $0.above(into: $1, range: range) }
  }

  /// The plane of two that is nearer at the middle of the box.
  private func best(
    into slopes: UnsafeMutablePointer<Double>, isBelow: Bool,
    _ quotient: (UnsafeMutablePointer<Double>) -> Double,
    _ logarithm: (SoftmaxLogarithmPlanes, UnsafeMutablePointer<Double>) -> Double?
  ) -> Double {
    let first = quotient(slopes)
    guard sums.upper < 0x1p500 else { return first }
    let planes = SoftmaxLogarithmPlanes(lower: lower, upper: upper, own: own, size: size)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { other in
      guard let others = other.baseAddress, let second = logarithm(planes, others) else {
        return first
      }
      let (one, two) = (first + middle(slopes), second + middle(others))
      guard isBelow ? two > one : two < one else { return first }
      slopes.update(from: others, count: size)
      return second
    }
  }

  /// What slopes add at the middle of the box.
  private func middle(_ slopes: UnsafePointer<Double>) -> Double {
    (0..<size).reduce(0) { $0 + slopes[$1] * (0.5 * lower[$1] + 0.5 * upper[$1]) }
  }

  private func quotientBelow(into slopes: UnsafeMutablePointer<Double>) -> Double {
    for term in 0..<size { slopes[term] = 0 }
    let constant = range.lowerBound
    guard sums.upper < 0x1p500 else { return constant }
    var (chords, magnitudes) = (1.0, 1.0)
    var middle = 1.0
    for other in 0..<size where other != own {
      let (low, high) = difference(other)
      guard low > -Self.most, high < Self.most else { return cleared(slopes, constant) }
      let ends = (Elementary.exp(low), Elementary.exp(high))
      let slope = high > low ? (ends.1 - ends.0) / (high - low) : ends.0
      // Of exp less a line the largest is at one of the ends.
      let intercept = max(ends.0 - slope * low, ends.1 - slope * high)
      chords += intercept
      magnitudes +=
        ends.1 * (1 + Self.error) + slope * max(low.magnitude, high.magnitude)
      middle += intercept + slope * (0.5 * low + 0.5 * high)
      slopes[other] = slope
    }
    let t = 1 / max(middle, 1)
    let square = (t * t).nextUp
    return finish(
      slopes, factor: -square, constant: 2 * t - square * chords,
      size: 2 * t + square * magnitudes, isBelow: true, otherwise: constant)
  }

  private func quotientAbove(into slopes: UnsafeMutablePointer<Double>) -> Double {
    for term in 0..<size { slopes[term] = 0 }
    let constant = range.upperBound
    guard sums.upper < 0x1p500 else { return constant }
    var (tangents, magnitudes) = (1.0, 1.0)
    for other in 0..<size where other != own {
      let (low, high) = difference(other)
      guard low > -Self.most, high < Self.most else { return cleared(slopes, constant) }
      let touch = min(0.5 * low + 0.5 * high, low + 1)
      let slope = Elementary.exp(touch)
      // exp(d) ≥ slope·(1 − log slope) + slope·d, whatever the slope.
      let intercept = slope * (1 - Elementary.log(slope))
      tangents += intercept
      magnitudes += slope * (2 + touch.magnitude + max(low.magnitude, high.magnitude))
      slopes[other] = slope
    }
    let ratio = (1 / (sums.lower * sums.upper)).nextUp.nextUp
    let total = sums.lower + sums.upper
    return finish(
      slopes, factor: -ratio, constant: ratio * (total - tangents),
      size: ratio * (total + magnitudes), isBelow: false, otherwise: constant)
  }

  private func cleared(_ slopes: UnsafeMutablePointer<Double>, _ constant: Double) -> Double {
    for term in 0..<size { slopes[term] = 0 }
    return constant
  }

  /// Turns slopes in differences into those in logits, and rounds the intercept outwards; the constant
  /// is taken where it is as good at the middle of the box.
  private func finish(
    _ slopes: UnsafeMutablePointer<Double>, factor: Double, constant: Double,
    size magnitude: Double,
    isBelow: Bool, otherwise: Double
  ) -> Double {
    var (sum, room, middle) = (0.0, 0.0, constant)
    for other in 0..<size where other != own {
      let slope = factor * slopes[other]
      slopes[other] = slope
      sum += slope
      let reach =
        max(lower[other].magnitude, upper[other].magnitude)
        + max(lower[own].magnitude, upper[own].magnitude)
      room += slope.magnitude * reach
      middle +=
        slope * (0.5 * lower[other] + 0.5 * upper[other] - 0.5 * lower[own] - 0.5 * upper[own])
    }
    slopes[own] = -sum
    let error = (magnitude + room) * (Self.error + 4 * RoundingError.gamma(size + 16))
    guard error.isFinite, isBelow ? middle - error > otherwise : middle + error < otherwise else {
      return cleared(slopes, otherwise)
    }
    return isBelow ? (constant - error).nextDown : (constant + error).nextUp
  }
}
