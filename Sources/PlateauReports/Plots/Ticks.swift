import PlateauNumerics

/// A mark on an axis.
package struct Tick: Sendable, Hashable {
  /// Where it stands, in the units of the data.
  package var value: Double
  /// What is written beside it.
  package var label: String
}

/// Chooses the marks of an axis.
package enum Ticks {
  /// Round values at equal distances: multiples of 1, 2 or 5 times a power of ten.
  ///
  /// - Parameters:
  ///   - range: The range of the axis.
  ///   - count: The number of intervals to aim at; there are at most twice as many.
  /// - Returns: The ticks inside the range, ascending; none where it is empty.
  package static func linear(in range: ClosedRange<Double>, count: Int = 4) -> [Tick] {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return [] }
    let (step, exponent) = niceStep(width / Double(count))
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first <= 100 else { return [] }
    // Values are multiples, not sums, so that errors do not add up; + 0 turns −0 into 0.
    return stride(from: first, through: last, by: 1).map { index in
      let value = index * step + 0
      return Tick(value: value, label: label(value, exponent: exponent))
    }
  }

  /// The powers of ten from 1 up to a count.
  package static func decades(upTo most: Double) -> [Tick] {
    var ticks: [Tick] = []
    var value = 1.0
    for exponent in 0..<18 where value <= max(most, 1) {
      ticks.append(Tick(value: value, label: power(exponent)))
      value *= 10
    }
    return ticks
  }

  /// Powers of ten on an axis of decimal logarithms, such as 10⁻³ at −3: every one, every second, or
  /// every 5 times a power of ten, so that there are at most twice as many as aimed at.
  package static func powers(in range: ClosedRange<Double>, count: Int = 4) -> [Tick] {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return [] }
    let step = max(1, niceStep(width / Double(count)).step)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first <= 100, last.magnitude * step < 1e9 else { return [] }
    return stride(from: first, through: last, by: 1).map { index in
      let exponent = Int((index * step).rounded())
      return Tick(value: Double(exponent), label: power(exponent))
    }
  }

  /// A power of ten: `1`, `10`, `10⁻³`.
  private static func power(_ exponent: Int) -> String {
    switch exponent {
    case 0: "1"
    case 1: "10"
    default: "10" + superscript(exponent)
    }
  }

  /// The smallest round number that is not below a positive width, and the power of ten in it.
  package static func niceStep(_ width: Double) -> (step: Double, exponent: Int) {
    let exponent = Int(Elementary.log10(width).rounded(.down))
    let unit = Elementary.pow(10, exponent)
    // Without the allowance a width such as 0.2 could be rounded up to 0.5.
    let factor = [1.0, 2, 5].first { $0 * unit >= width * (1 - 1e-9) }
    return factor.map { ($0 * unit, exponent) } ?? (10 * unit, exponent + 1)
  }

  private static func label(_ value: Double, exponent: Int) -> String {
    guard value != 0 else { return "0" }
    if (-4...5).contains(exponent) { return Wording.number(value, max(0, -exponent)) }
    let mantissa = Wording.number(value / Elementary.pow(10, exponent), 0)
    return "\(mantissa)·10\(superscript(exponent))"
  }

  private static func superscript(_ value: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let text = String(value.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
    return (value < 0 ? "⁻" : "") + String(text)
  }
}
