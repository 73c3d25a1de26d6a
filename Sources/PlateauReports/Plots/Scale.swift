import PlateauNumerics

/// Maps the values of an axis to the coordinates of a drawing.
package struct Scale: Sendable, Hashable {
  private let domain: ClosedRange<Double>
  private let isLogarithmic: Bool
  private let start: Double
  private let end: Double

  /// A scale on which equal distances are equal differences.
  ///
  /// - Parameters:
  ///   - domain: The values; one that is empty or not finite is widened.
  ///   - start: The coordinate of the smallest value.
  ///   - end: The coordinate of the largest value.
  /// - Returns: The scale.
  package static func linear(
    _ domain: ClosedRange<Double>, from start: Double, to end: Double
  ) -> Scale {
    Scale(domain: widened(domain), isLogarithmic: false, start: start, end: end)
  }

  /// A scale on which equal distances are equal ratios.
  ///
  /// - Precondition: The domain is positive.
  package static func logarithmic(
    _ domain: ClosedRange<Double>, from start: Double, to end: Double
  ) -> Scale {
    precondition(domain.lowerBound > 0, "a logarithmic axis is positive")
    return Scale(domain: widened(domain), isLogarithmic: true, start: start, end: end)
  }

  /// The coordinate of a value; a value outside the domain lands at its end.
  package func position(of value: Double) -> Double {
    let value = min(max(value, domain.lowerBound), domain.upperBound)
    return start + (end - start) * share(value)
  }

  private func share(_ value: Double) -> Double {
    guard isLogarithmic else {
      return (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    }
    return Elementary.log(value / domain.lowerBound)
      / Elementary.log(domain.upperBound / domain.lowerBound)
  }

  private static func widened(_ domain: ClosedRange<Double>) -> ClosedRange<Double> {
    let width = domain.upperBound - domain.lowerBound
    guard width.isFinite else { return 0...1 }
    guard width <= 0 else { return domain }
    return domain.lowerBound...(domain.lowerBound + max(domain.lowerBound.magnitude, 1))
  }
}
