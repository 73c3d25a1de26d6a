import PlateauNumerics

/// Planes around one number of a softmax over a box, p = exp(g) with g = z_i − log Σ exp(z_j), which is concave.
///
/// Below, exp(g) ≥ exp(t)·(1 + g − t) for every t, Σ exp(z_j) is at most a sum C of chords, and log C at most its
/// tangent. Above, g is at most z_i − Σ q_j·z_j − H for every distribution q with entropy H, here the softmax at
/// the middle of the box; exp of it is at most its chord over what that plane can be, up to the largest g.
///
/// Source: D. Wei, H. Wu, M. Wu, P.-Y. Chen, C. Barrett and E. Farchi, "Convex Bounds on the Softmax Function with
/// Applications to Robustness Verification", 2023, section 3 (bounds by log-sum-exp); the plane above is the
/// variational bound of M. Wainwright and M. Jordan, "Graphical Models, Exponential Families, and Variational
/// Inference", 2008, section 3.6.
struct SoftmaxLogarithmPlanes {
  let lower: UnsafePointer<Double>
  let upper: UnsafePointer<Double>
  /// The place of the number in its group.
  let own: Int
  let size: Int

  /// More than an exponential or a logarithm is off, relative to it and to 1.
  private static let error = 0x1p-48
  /// Below this an exponential may be off by more, since it underflows.
  private static let least = 0x1p-900

  private func middle(_ place: Int) -> Double { 0.5 * lower[place] + 0.5 * upper[place] }
  private func reach(_ place: Int) -> Double {
    max(lower[place].magnitude, upper[place].magnitude)
  }

  /// The largest number of the group at the middle of the box: logits are taken less it.
  private var shift: Double { (0..<size).reduce(-.infinity) { max($0, middle($1)) } }

  /// Twice the largest rounding error of a plane whose terms have magnitudes of a sum.
  private func room(_ magnitudes: Double) -> Double {
    magnitudes * (Self.error + 4 * RoundingError.gamma(size + 24))
  }

  /// Writes the slopes of a plane below.
  ///
  /// - Parameter slopes: Receives a slope for each logit.
  /// - Returns: The intercept; nil where there is none in range.
  func below(into slopes: UnsafeMutablePointer<Double>) -> Double? {
    let shift = shift
    var (intercepts, middles, magnitudes) = (0.0, 0.0, 0.0)
    for place in 0..<size {
      let low = (lower[place] - shift).nextDown
      let high = (upper[place] - shift).nextUp
      let ends = (Elementary.exp(low), Elementary.exp(high))
      let slope = high > low ? (ends.1 - ends.0) / (high - low) : ends.0
      // Of exp less a line the largest is at one of the ends.
      let intercept = max(ends.0 - slope * low, ends.1 - slope * high)
      intercepts += intercept
      magnitudes += ends.1 + slope * (max(low.magnitude, high.magnitude) + shift.magnitude)
      middles += intercept + slope * (middle(place) - shift)
      slopes[place] = slope
    }
    guard middles > 0, magnitudes.isFinite else { return nil }
    // log Σ exp(z_j − shift) ≤ log C ≤ log(middles) + C / middles − 1.
    let logarithm = Elementary.log(middles)
    let touch = middle(own) - shift - logarithm
    let factor = Elementary.exp(touch)
    guard factor > Self.least else { return nil }
    let share = factor / middles
    var constant = 2 - touch - logarithm - shift
    var size = 2 + touch.magnitude + logarithm.magnitude + 2 * shift.magnitude + reach(own)
    var shifted = intercepts
    var total = 0.0
    for place in 0..<self.size {
      shifted -= slopes[place] * shift
      total += slopes[place] * reach(place)
      slopes[place] = -share * slopes[place]
    }
    constant = factor * constant - share * shifted
    size = factor * size + share * (magnitudes + total)
    slopes[own] += factor
    let room = room(size)
    guard room.isFinite else { return nil }
    return (constant - room).nextDown
  }

  /// Writes the slopes of a plane above.
  ///
  /// - Parameters:
  ///   - slopes: Receives a slope for each logit.
  ///   - range: What the number can be.
  /// - Returns: The intercept; nil where there is none in range.
  func above(into slopes: UnsafeMutablePointer<Double>, range: ClosedRange<Double>) -> Double? {
    let shift = shift
    var sum = 0.0
    for place in 0..<size {
      slopes[place] = Elementary.exp(middle(place) - shift)
      sum += slopes[place]
    }
    // Σ q_j·(middle − shift) + H = log Σ exp(middle − shift), at which the plane touches.
    var (value, width, magnitudes) = (middle(own), 0.0, reach(own) + 1)
    var entropy = 0.0
    for place in 0..<size {
      let share = slopes[place] / sum
      if share > 0 { entropy -= share * Elementary.log(share) }
      value -= share * middle(place)
      magnitudes += share * (reach(place) + 1)
      let slope = (place == own ? 1 : 0) - share
      width += slope.magnitude * (0.5 * upper[place] - 0.5 * lower[place])
      slopes[place] = slope
    }
    value -= entropy
    magnitudes += entropy
    guard magnitudes.isFinite, width.isFinite else { return nil }
    let slack = room(magnitudes + width)
    let low = value - width - slack
    // Where p is at most exp(top), the chord up to it is above p wherever the plane is above top.
    let logarithm = Elementary.log(range.upperBound)
    let top = min(0, logarithm + Self.error * (1 + logarithm.magnitude))
    let high = max(min(value + width + slack, top), low)
    let ends = (Elementary.exp(low), Elementary.exp(high))
    guard ends.1 > Self.least else { return nil }
    let chord = high > low ? max(0, (ends.1 - ends.0) / (high - low)) : ends.0
    let intercept = max(ends.0 - chord * low, ends.1 - chord * high)
    for place in 0..<size { slopes[place] *= chord }
    let size = ends.1 + chord * (max(low.magnitude, high.magnitude) + magnitudes)
    let room = room(size)
    guard room.isFinite else { return nil }
    return (intercept - chord * entropy + room).nextUp
  }
}
