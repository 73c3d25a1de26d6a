package import PlateauRobustness

/// Whether numbers are probably meant in other units than those of the data.
package enum UnitDoubt {
  /// Why a size of perturbation is probably in other units.
  ///
  /// - Parameters:
  ///   - threat: The size, its norm, and the range of inputs.
  ///   - features: The number of values of an input.
  /// - Returns: Two sentences; nil where nothing is odd.
  package static func epsilon(_ threat: ThreatModel, features: Int) -> String? {
    let (epsilon, width) = (threat.epsilon, threat.width)
    let (lower, upper) = (threat.bounds.lowerBound, threat.bounds.upperBound)
    let box = "\(number(lower)) to \(number(upper))"
    let ball = threat.ball
    let reach = ball.diagonal(ofCube: width, dimensions: features)
    if epsilon >= reach {
      let all =
        ball.isBox
        ? "inputs go from \(box)"
        : "inputs of \(features) values from \(box) are at most \(number(reach)) apart in "
          + ball.symbol
      return
        "epsilon is \(number(epsilon)), but \(all): every input is in the ball of every other. "
        + "epsilon is in the units of the data: \(unit(epsilon, lower, upper))."
    }
    // Less than one of 255 gray levels, in data that is told to have them.
    if width >= 100, epsilon > 0, epsilon < width / 255 {
      return
        "epsilon is \(number(epsilon)), but inputs go from \(box), so that it is less than one of "
        + "255 levels. epsilon is in the units of the data: \(number(epsilon)) of data in [0, 1] is "
        + "\(number(epsilon * width)) here."
    }
    return nil
  }

  /// Why a normalization is probably in other units.
  ///
  /// - Parameters:
  ///   - means: The means that are subtracted; they lie in the range of what they are means of.
  ///   - deviations: The deviations that are divided by.
  ///   - bounds: The range of inputs.
  /// - Returns: A sentence or two; nil where nothing is odd.
  package static func normalization(
    means: [Double], deviations: [Double], bounds: ClosedRange<Double>
  ) -> String? {
    let (lower, upper) = (number(bounds.lowerBound), number(bounds.upperBound))
    let units = "Both are in the units of the data."
    if let mean = means.first(where: { !bounds.contains($0) }) {
      return "--mean has \(number(mean)), but inputs go from \(lower) to \(upper). \(units)"
    }
    let width = bounds.upperBound - bounds.lowerBound
    if let deviation = deviations.first(where: { $0 > width }) {
      // A division by 255 and the like brings inputs to [0, 1].
      guard means.contains(where: { $0 != 0 }) else { return nil }
      return "--std has \(number(deviation)), but inputs go from \(lower) to \(upper). \(units)"
    }
    if width >= 100, let deviation = deviations.first(where: { $0 < width / 255 }) {
      return
        "--std has \(number(deviation)), but inputs go from \(lower) to \(upper). \(units) "
        + "\(number(deviation)) of data in [0, 1] is \(number(deviation * width)) here."
    }
    return nil
  }

  /// What a number of gray levels is in a range.
  private static func unit(_ epsilon: Double, _ lower: Double, _ upper: Double) -> String {
    let levels = epsilon > 1 && epsilon < 255 ? epsilon.rounded() : 8
    let size = levels / 255 * (upper - lower)
    let name = number(levels)
    return upper - lower == 1
      ? "\(name)/255 = \(number(size)) for data in [\(number(lower)), \(number(upper))]"
      : "\(name) of 255 levels are \(number(size)) for data in [\(number(lower)), \(number(upper))]"
  }

  /// A number with four decimals or, from 1 on, four digits.
  private static func number(_ value: Double) -> String {
    guard value.magnitude < 1e6, value.magnitude >= 1e-3 || value == 0 else { return "\(value)" }
    var digits = 4
    var scaled = value.magnitude
    while scaled >= 1 && digits > 0 { (scaled, digits) = (scaled / 10, digits - 1) }
    let text = NumberText.fixed(value, digits)
    guard text.contains(".") else { return text }
    let short = String(text.reversed().drop { $0 == "0" }.reversed())
    return short.hasSuffix(".") ? String(short.dropLast()) : short
  }
}
