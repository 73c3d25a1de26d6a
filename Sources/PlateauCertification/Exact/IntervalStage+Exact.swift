import PlateauNetworks
import PlateauNumerics

extension IntervalStage {
  /// Whether what it makes of rational numbers is rational, by weights that are: it is a linear map or a
  /// normalization without a root that is rounded, and a rectifier if anything.
  var isRational: Bool {
    let isLinear =
      switch arithmetic {
      case .channels: (0..<output.channels).allSatisfy { affine?.exactLine($0) != nil }
      case .exact, .copies, .pairs, .products, .averages, .differences: true
      case nil: false
      }
    return isLinear && exactValue(of: 0) != nil
  }

  /// Calls a closure for each product of the sum that makes a unit, before its nonlinearity, in real
  /// arithmetic.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - body: Receives the value that is multiplied, its unit, and what it is multiplied by.
  /// - Returns: What is added; nil where the stage has no weights that are rational numbers: maxima,
  ///   products of values, and normalizations whose deviation is the root of no square.
  func forEachExactTerm(
    of unit: Int, _ body: (_ value: Int, _ input: Int, _ weight: Rational) -> Void
  ) -> Rational? {
    let channel = unit % output.channels
    let divisor: Int
    switch arithmetic {
    case .channels:
      guard let line = affine?.exactLine(channel) else { return nil }
      body(source, unit, line.factor)
      return line.bias
    case .exact, .copies, .pairs, .products: divisor = 1
    case .averages, .differences: divisor = map?.map.divisor(of: unit) ?? 1
    case nil: return nil
    }
    let bias = affine(channel: channel).bias
    guard let map, bias.isFinite else { return nil }
    map.forEachTerm(of: unit) { part, input, weight in
      guard weight != 0 else { return }
      let exact = Rational(weight)
      body(sources[part], input, divisor == 1 ? exact : exact / Rational(divisor))
    }
    return Rational(bias)
  }

  /// What the nonlinearity makes of a number; nil where that is no rational number, or not known to be.
  func exactValue(of z: Rational) -> Rational? {
    guard let activation else { return z }
    return switch activation.function.lines {
    case .rectifier: max(z, 0)
    case .clippedRectifier: min(max(z, 0), 1)
    case .sigmoidal, .curve: nil
    }
  }

  /// The line that the nonlinearity is over a range; nil where it is not one, or not known to be.
  func exactLine(over range: NeuronRange) -> (slope: Rational, intercept: Rational)? {
    guard let activation else { return (1, 0) }
    switch activation.function.lines {
    case .rectifier, .clippedRectifier: break
    case .sigmoidal, .curve: return nil
    }
    guard activation.isLinear(range.low, range.high) else { return nil }
    // Of rectifiers these lines have no roundings.
    let line = activation.relaxation(range.low, range.high).lower
    return (Rational(line.slope), Rational(line.intercept))
  }
}

extension IntervalAffine {
  /// The map of a channel in real arithmetic; nil where the deviation is rounded.
  fileprivate func exactLine(_ channel: Int) -> (factor: Rational, bias: Rational)? {
    guard let deviation = exactDeviation(channel), deviation != 0 else { return nil }
    let (scale, mean, shift) = (scales[channel], means[channel], shifts[channel])
    guard scale.isFinite, mean.isFinite, shift.isFinite else { return nil }
    let factor = Rational(scale) / Rational(deviation)
    return (factor, Rational(shift) - Rational(mean) * factor)
  }
}
