package import PlateauNumerics

/// Numbers divided by the root of their mean square, of each group of those that lie one after the other:
/// y = x / √(mean of x² + ε).
///
/// What is centered before is so divided by its standard deviation. The softened map is the same: it has no
/// flat part but the direction of x itself.
package struct Normalization: NonlinearMap {
  package let groups: Int
  /// The numbers of a group.
  package let size: Int
  package let epsilon: Double

  private var count: Int { groups * size }
  package var multiplyAdds: Int { 2 * count }
  package var scratchSize: Int { 0 }
  package var keepsPlaces: Bool { false }
  package var terms: Int { size }

  package func apply<Element: Scalar>(
    _ sources: UnsafePointer<UnsafePointer<Element>>, softness: Element?,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>, rows: Int
  ) {
    Element.nonlinear.normalize(
      rows: rows * groups, columns: size, epsilon: epsilon, sources[0], into: output)
  }

  package func transpose<Element: Scalar>(
    _ call: NonlinearGradient<Element>, part: Int, into target: UnsafeMutablePointer<Element>
  ) {
    let kernels = Element.nonlinear
    for row in 0..<call.rows * call.copies {
      let x = call.sources[0] + row / call.copies * count
      let (signal, result) = (call.signal + row * count, target + row * count)
      if let exponents = call.exponents {
        kernels.normalizeStably(
          rows: groups, columns: size, epsilon: epsilon, x, signal: signal, into: result,
          exponent: exponents + row, flushed: call.flushed)
      } else {
        kernels.normalizeBack(
          rows: groups, columns: size, epsilon: epsilon, x, signal: signal, into: result)
      }
    }
  }

  // MARK: - Bounds

  package func forEachTerm(
    of output: Int, _ body: (_ term: Int, _ part: Int, _ input: Int) -> Void
  ) {
    forEachTerm(ofGroupsMaking: size, output, body)
  }

  package func enclose(
    _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) {
    for group in 0..<groups {
      let planes = NormalizationPlanes(boxes[0], first: group * size, self)
      for own in 0..<size {
        let range = planes.range(own)
        (lower[group * size + own], upper[group * size + own]) = (range.lower, range.upper)
      }
    }
  }

  package func planes(
    of output: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double) {
    NormalizationPlanes(boxes[0], first: output / size * size, self)
      .planes(output % size, lower: lower, upper: upper)
  }

  package func gradient(
    _ signal: [ScaledValue], at sources: [UnsafePointer<Double>], softness: Double?, part: Int
  ) -> [ScaledValue] {
    var result = [ScaledValue](repeating: .zero, count: count)
    for first in stride(from: 0, to: count, by: size) {
      let own = first..<first + size
      guard own.contains(where: { signal[$0] != .zero }) else { continue }
      let most = own.reduce(0) { max($0, sources[0][$1].magnitude) }
      // In units of the largest number, or of √ε where that is larger.
      let unit = max(most, epsilon.squareRoot())
      guard unit > 0 else { continue }
      let square = own.reduce(0) { $0 + (sources[0][$1] / unit) * (sources[0][$1] / unit) }
      let rest = epsilon.squareRoot() / unit
      let root = (square / Double(size) + rest * rest).squareRoot()
      let factor = ScaledValue(1 / root) / ScaledValue(unit)
      let y = own.map { ScaledValue(sources[0][$0] / unit / root) }
      var mean = ScaledValue.zero
      for place in own { mean += y[place - first] * signal[place] }
      mean = mean / ScaledValue(Double(size))
      for place in own {
        result[place] = factor * (signal[place] - y[place - first] * mean)
      }
    }
    return result
  }
}
