import Plateau

extension Bench {
  static let boundsThreat = ThreatModel(norm: .lInfinity, epsilon: 0.02)

  /// Interval bounds of the margins of every image.
  func boundByIntervals(_ network: Network<Float>) -> Measurement {
    let examples = digits.test
    let bounds = IntervalBounds(Network<Double>(network))
    var margins: [Double] = []
    var measurement = Measurement {
      margins = bounds.margins(
        of: examples, within: Self.boundsThreat, workers: workers)
    }
    measurement.details = details(margins)
    return measurement
  }

  /// Linear bounds of all logits' margins, with those of hidden units, of the first 200 images.
  func boundByLines(_ network: Network<Float>) -> Measurement {
    let examples = digits.test.prefix(200)
    let bounds = LinearBounds(Network<Double>(network))
    var margins: [Double] = []
    var measurement = Measurement {
      margins = bounds.margins(
        of: examples, within: Self.boundsThreat, workers: workers)
    }
    measurement.details = details(margins)
    return measurement
  }

  private func details(_ margins: [Double]) -> [String: Double] {
    let count = Double(margins.count)
    return [
      "meanMargin": margins.reduce(0, +) / count,
      "certified": Double(margins.count { $0 > 0 }) / count,
    ]
  }
}
