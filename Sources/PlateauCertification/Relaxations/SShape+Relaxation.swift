import PlateauNetworks

extension SShape {
  /// The lines around φ that leave the least area between them: the chord where it bounds φ, and
  /// else the tangent at the middle, or at the nearest point where tangents do.
  ///
  /// Source: H. Zhang et al., "Efficient Neural Network Robustness Certification with General
  /// Activation Functions", 2018, section 3.2.
  func relaxation(_ low: Double, _ high: Double) -> Relaxation {
    let chord = chord(low, high)
    return Relaxation(
      lower: mirrored(leastUpper(-high, -low, chord)), upper: leastUpper(low, high, chord))
  }

  /// Lines of one slope, with the least area if φ is convex or concave on the interval, or else
  /// with the smaller of two slopes.
  ///
  /// The area between parallel lines falls with their slope as long as one touches φ to the left
  /// of where the other does. It is least at the chord's slope in the former case, and in the
  /// latter at the smaller slope of the tangents through an end.
  func parallel(_ low: Double, _ high: Double, to free: Relaxation) -> Relaxation {
    // Below a concave part and above a convex one the free line is the chord.
    let slope =
      if low >= 0 { free.lower.slope } else if high <= 0 { free.upper.slope } else {
        min(free.lower.slope, free.upper.slope)
      }
    return parallel(low, high, slope: slope)
  }

  /// Lines of one slope.
  func parallel(_ low: Double, _ high: Double, slope: Double) -> Relaxation {
    let point = inverse(ofSlope: slope)
    // Where the ends are on one side the slope is that of the point as it is moved between them.
    let above = min(max(point, max(low, 0)), max(high, 0))
    let below = max(min(-point, min(high, 0)), min(low, 0))
    var slope = slope
    if low >= 0 { slope = activation.slope(at: above) }
    if high <= 0 { slope = activation.slope(at: below) }
    return Relaxation(
      lower: .init(
        slope: slope, intercept: intercept(below: low, high, slope: slope, at: below)),
      upper: .init(
        slope: slope, intercept: intercept(above: low, high, slope: slope, at: above)))
  }

  /// The line above φ with the least area.
  private func leastUpper(_ low: Double, _ high: Double, _ chord: Double) -> Relaxation.Line {
    guard high > 0, chord > activation.slope(at: high) else {
      return .init(
        slope: chord, intercept: intercept(above: low, high, slope: chord, at: max(high, 0)))
    }
    return tangent(low, high, at: highestTangent(low, high))
  }

  /// The point with the best tangent above φ where the chord is none.
  private func highestTangent(_ low: Double, _ high: Double) -> Double {
    let middle = 0.5 * low + 0.5 * high
    guard low < 0 else { return middle }
    if middle > 0 {
      let slope = activation.slope(at: middle)
      let rise = activation.upper(at: middle) - activation.upper(at: low)
      if slope * (middle - low) <= rise { return middle }
    }
    return tangency(from: low, upTo: high, guess: middle)
  }

  /// The tangent at a point, as a line above φ.
  func tangent(_ low: Double, _ high: Double, at point: Double) -> Relaxation.Line {
    let slope = activation.slope(at: point)
    return .init(
      slope: slope, intercept: intercept(above: low, high, slope: slope, at: point))
  }

  /// The line below φ that a line above it is the mirror image of.
  func mirrored(_ line: Relaxation.Line) -> Relaxation.Line {
    .init(
      slope: line.slope,
      intercept: total == 0 ? -line.intercept : (total - line.intercept).nextDown)
  }
}
