import RealModule

/// The mean of a number over the seeds of a reproduction, and how much it varies.
package struct SeedStatistics: Sendable, Hashable {
  /// The mean.
  package let mean: Double
  /// The standard deviation of a sample, with n − 1 in the denominator; nil for one seed.
  package let deviation: Double?
  /// The number of seeds.
  package let count: Int

  /// Sums up the values, one for each seed.
  ///
  /// The squares are of differences from the mean, so that nothing cancels.
  ///
  /// - Precondition: there is at least one.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "there is a seed")
    count = values.count
    guard count > 1 else {
      (mean, deviation) = (values[0], nil)
      return
    }
    let center = values.reduce(0, +) / Double(count)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    mean = center
    deviation = Double.sqrt(squares / Double(count - 1))
  }
}

// MARK: - As text

extension SeedStatistics {
  /// A fraction as a percentage: `97.0 %`, over several seeds `97.0 ± 0.2 %`.
  package var percent: String {
    guard let deviation else { return Wording.percent(mean) }
    return "\(Wording.number(100 * mean, 1)) ± \(Wording.percent(deviation))"
      .replacing(" ", with: "\u{A0}")
  }

  /// A fraction in percent without the sign, with the deviation in smaller letters below.
  var cell: Markup {
    Markup(joining: [
      Markup(Wording.number(100 * mean, 1)),
      deviation.map { deviation in
        element("span", ["class": "deviation"]) { " ±\u{A0}\(Wording.number(100 * deviation, 1))" }
      } ?? .empty,
    ])
  }
}
