import PlateauNetworks
import PlateauNumerics

extension UnitwiseFunction {
  /// The lines around φ that its curve allows, with the least area between them; infinite ones where
  /// φ is not defined.
  fileprivate func relaxation(_ low: Double, _ high: Double, _ open: OpenEnds) -> Relaxation {
    guard isDefined(on: low, high) else {
      return Relaxation(
        lower: .init(slope: 0, intercept: -.infinity), upper: .init(slope: 0, intercept: .infinity))
    }
    if low == high, largestSlope == 0 {
      // At a jump neither side has a say.
      return Relaxation(
        lower: .init(slope: 0, intercept: lower(at: low)),
        upper: .init(slope: 0, intercept: upper(at: low)))
    }
    return Relaxation(
      lower: CurveSide(self, isUpper: false, over: low, high, open: open).line(low, high),
      upper: CurveSide(self, isUpper: true, over: low, high, open: open).line(low, high))
  }

  /// Whether φ is one line on an interval.
  fileprivate func isLinear(_ low: Double, _ high: Double, _ open: OpenEnds) -> Bool {
    let curve = curve(over: low, high).inside(low, high, open) { value(at: $0) }
    for (index, bend) in curve.bends.enumerated() {
      switch bend {
      case .convex, .concave, .strip: continue
      case .straight, .constant: break
      }
      if index > 0 {
        let joint = curve.joints[index - 1]
        guard low >= joint.place + joint.width, low > joint.place || isContinuous(index, curve)
        else {
          continue
        }
      }
      if index < curve.joints.count {
        let joint = curve.joints[index]
        guard high <= joint.place - joint.width, high < joint.place || isContinuous(index, curve)
        else {
          continue
        }
      }
      return true
    }
    return false
  }

  /// Whether the value at a joint is that of no flat part beside it.
  func jumps(at joint: Int, of curve: Curve) -> Bool {
    !(isContinuous(joint, curve) && isContinuous(joint + 1, curve))
  }

  /// Whether a piece has the values of the function at its ends, too.
  private func isContinuous(_ index: Int, _ curve: Curve) -> Bool {
    guard case .constant(let value) = curve.bends[index] else { return true }
    let ends = [index - 1, index].filter(curve.joints.indices.contains)
    return ends.allSatisfy {
      curve.joints[$0].width > 0 || self.value(at: curve.joints[$0].place) == value
    }
  }
}

extension Activation {
  /// Lines around φ on an interval, apart from ends that do not belong to it.
  ///
  /// - Precondition: `low <= high`, both finite.
  func relaxation(_ low: Double, _ high: Double, open: OpenEnds = OpenEnds()) -> Relaxation {
    let function = function
    return switch function.lines {
    case .sigmoidal: SShape(activation: self).relaxation(low, high)
    case .rectifier: Self.rectifier(low, high)
    case .clippedRectifier: Self.clippedRectifier(low, high)
    case .curve: function.relaxation(low, high, open)
    }
  }

  /// Whether φ is one line on an interval, which the lines around it then are.
  func isLinear(_ low: Double, _ high: Double, open: OpenEnds = OpenEnds()) -> Bool {
    let function = function
    return switch function.lines {
    case .sigmoidal: false
    case .rectifier: low >= 0 || high <= 0
    case .clippedRectifier: high <= 0 || low >= 1 || low >= 0 && high <= 1
    case .curve: function.isLinear(low, high, open)
    }
  }

  /// The chord above, and z or 0 below, whichever leaves the smaller area.
  ///
  /// Any line of a slope from 0 to 1 through 0 is below.
  static func rectifier(_ low: Double, _ high: Double) -> Relaxation {
    let zero = Relaxation.Line(slope: 0, intercept: 0)
    let identity = Relaxation.Line(slope: 1, intercept: 0)
    if high <= 0 { return Relaxation(lower: zero, upper: zero) }
    if low >= 0 { return Relaxation(lower: identity, upper: identity) }
    let width = high - low
    let slope = width.isFinite ? high / width : 0
    // The function is convex: a line that is not below it at both ends is nowhere below.
    let intercept = max(
      RoundingError.upward(0, minus: slope, times: low),
      RoundingError.upward(high, minus: slope, times: high))
    return Relaxation(
      lower: high >= -low ? identity : zero, upper: .init(slope: slope, intercept: intercept))
  }

  /// As the rectifier on each side of the middle; from below 0 to above 1 the lines from one end
  /// to the opposite corner, or constants.
  static func clippedRectifier(_ low: Double, _ high: Double) -> Relaxation {
    if low >= 1 {
      let one = Relaxation.Line(slope: 0, intercept: 1)
      return Relaxation(lower: one, upper: one)
    }
    if high <= 1 { return rectifier(low, high) }
    return Relaxation(
      lower: mirrored(clippedUpper(1 - high, 1 - low)), upper: clippedUpper(low, high))
  }

  /// A line above the clipped rectifier on an interval that ends above 0.
  private static func clippedUpper(_ low: Double, _ high: Double) -> Relaxation.Line {
    // Rounding of 1 − z may have moved an end by less than 2⁻⁵³ of the numbers here.
    let (low, high) = (low - low.magnitude * 0x1p-52, high + high.magnitude * 0x1p-52)
    if high <= 1 { return rectifier(low, high).upper }
    if low >= 0 {
      return 1 - low >= high - 1 ? .init(slope: 1, intercept: 0) : .init(slope: 0, intercept: 1)
    }
    // Through (low, 0) and (1, 1), or the constant 1.
    let slope = 1 / (1 - low)
    let middle = 0.5 * low + 0.5 * high
    guard slope * (middle - low) < 1 else { return .init(slope: 0, intercept: 1) }
    return .init(
      slope: slope,
      intercept: max(
        RoundingError.upward(0, minus: slope, times: low),
        RoundingError.upward(1, minus: slope, times: 1)))
  }

  /// The line below φ that a line above φ(1 − z) = 1 − φ(z) makes: φ(z) ≥ 1 − s·(1 − z) − t.
  private static func mirrored(_ line: Relaxation.Line) -> Relaxation.Line {
    let sum = line.slope + line.intercept
    return .init(slope: line.slope, intercept: 1 - sum - (1 + sum.magnitude) * 0x1p-51)
  }
}
