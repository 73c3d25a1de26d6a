import PlateauNetworks

/// Lines around functions by the rules that are published for them, in plain arithmetic.
///
/// Within a part that bends one way these are the chord and the tangent at the middle: H. Zhang et al.,
/// "Efficient Neural Network Robustness Certification with General Activation Functions", 2018,
/// section 3.2 and table 2, and K. Xu et al., "Automatic Perturbation Analysis for Scalable Certified
/// Robustness and Beyond", 2020, appendix. Across an inflection they are the tangents through an end,
/// or the chord where no tangent through it touches. Functions that are concave, convex and concave
/// again (GELU, SiLU, Mish) are taken as two such S-shapes, as in Z. Shi et al., "Neural Network
/// Verification with Branch-and-Bound for General Nonlinearities", 2024, section 3: below, of the
/// tangents of the convex part through either end that which leaves less.
struct Published {
  let function: any UnitwiseFunction
  /// Where it is convex: from −∞ up to 0 of S-shapes, everywhere of convex functions.
  let convex: ClosedRange<Double>

  init(_ activation: Activation) {
    function = activation.function
    convex =
      switch activation {
      case .gelu: -1.4142135623730951...1.4142135623730951
      case .silu: -2.3993572805154677...2.3993572805154677
      case .mish: -2.2563763963607931...1.4905711794854285
      case .elu, .softplus, .exp: -Double.infinity...Double.infinity
      default: -Double.infinity...0
      }
  }

  private func value(_ z: Double) -> Double { function.value(at: z) }
  private func slope(_ z: Double) -> Double { function.slope(at: z) }

  /// The point between two others at which the tangent passes through an end, which lies outside.
  private func tangency(through end: Double, _ first: Double, _ last: Double) -> Double {
    func excess(_ d: Double) -> Double { value(d) + slope(d) * (end - d) - value(end) }
    var (near, far) = (first, last)
    let sign = excess(near) < 0
    for _ in 0..<80 {
      let middle = 0.5 * near + 0.5 * far
      if (excess(middle) < 0) == sign { near = middle } else { far = middle }
    }
    return 0.5 * near + 0.5 * far
  }

  /// How high a tangent is at the middle of an interval.
  private func tangent(_ point: Double, _ middle: Double) -> Double {
    value(point) + slope(point) * (middle - point)
  }

  /// What both lines leave between them at the middle of an interval.
  func gap(_ low: Double, _ high: Double) -> Double {
    let middle = 0.5 * low + 0.5 * high
    let chord = 0.5 * value(low) + 0.5 * value(high)
    let rise = (value(high) - value(low)) / (high - low)
    let (first, last) = (convex.lowerBound, convex.upperBound)
    if high <= first || low >= last { return tangent(middle, middle) - chord }
    if low >= first, high <= last { return chord - tangent(middle, middle) }
    // Above: on the right of the convex part, or on its left alone.
    var upper = chord
    if high > last, slope(high) < rise {
      upper = tangent(tangency(through: low, max(low, last), high), middle)
    } else if high <= last, low < first, slope(low) > rise {
      upper = tangent(tangency(through: high, min(high, first), low), middle)
    }
    var lower = -Double.infinity
    let (left, right) = (max(low, first), min(high, last))
    if low < first {
      if high > last || slope(high) > rise {
        lower = max(lower, tangent(tangency(through: low, left, right), middle))
      } else {
        lower = max(lower, chord)
      }
    }
    if high > last {
      if low < first || slope(low) < rise {
        lower = max(lower, tangent(tangency(through: high, right, left), middle))
      } else {
        lower = max(lower, chord)
      }
    }
    return upper - lower
  }
}
