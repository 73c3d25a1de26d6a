package import PlateauNumerics

/// Products of matrices, group by group: A of shape `[groups, rows, inner]` times B of shape
/// `[groups, inner, columns]`, or `[groups, columns, inner]` where it is transposed.
package struct MatrixProduct: NonlinearMap {
  package let groups: Int
  package let rows: Int
  package let inner: Int
  package let columns: Int
  package let isTransposed: Bool

  package var multiplyAdds: Int { groups * rows * inner * columns }
  package var scratchSize: Int { inner * max(rows, columns) }
  package var keepsPlaces: Bool { false }
  package var lostGradient: LostGradient { .factorUnderflow }
  package var terms: Int { 2 * inner }

  /// The numbers of a matrix of the sources, and of what is made.
  private var sizes: (a: Int, b: Int, c: Int) { (rows * inner, inner * columns, rows * columns) }

  package func apply<Element: Scalar>(
    _ sources: UnsafePointer<UnsafePointer<Element>>, softness: Element?,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>,
    rows count: Int
  ) {
    let (a, b, c) = sizes
    for group in 0..<count * groups {
      Element.kernels.gemm(
        sources[0] + group * a, sources[1] + group * b, into: output + group * c,
        ProductShape(m: rows, n: columns, k: inner, transposesB: isTransposed))
    }
  }

  package func transpose<Element: Scalar>(
    _ call: NonlinearGradient<Element>, part: Int, into target: UnsafeMutablePointer<Element>
  ) {
    let (a, b, c) = sizes
    let (own, other) = part == 0 ? (a, b) : (b, a)
    for row in 0..<call.rows * call.copies {
      let example = row / call.copies
      // How far the other values are from 1: their products with signals stay in range then.
      let shift = call.exponents.map { exponents in
        let shift = Self.shift(
          call.sources[1 - part] + example * groups * other, count: groups * other)
        exponents[row] += Int64(shift)
        return shift
      }
      for group in 0..<groups {
        let signal = call.signal + (row * groups + group) * c
        var values = call.sources[1 - part] + (example * groups + group) * other
        if let shift, shift != 0 {
          let factor = Element(sign: .plus, exponent: Element.Exponent(-shift), significand: 1)
          call.scratch.update(from: values, count: other)
          Element.kernels.scale(count: other, values: call.scratch, by: factor)
          values = UnsafePointer(call.scratch)
        }
        multiply(signal, values, part: part, into: target + (row * groups + group) * own)
      }
    }
  }

  /// The power of two to take out of values that are all far from 1; 0 where products are in range.
  private static func shift<Element: Scalar>(
    _ values: UnsafePointer<Element>, count: Int
  ) -> Int {
    let most = Element.kernels.largestMagnitude(count: count, of: values)
    guard most > 0, most.isFinite else { return 0 }
    let order = Int(most.exponent)
    return order.magnitude > 40 ? max(-1000, min(1000, order)) : 0
  }

  /// δ·Bᵀ or Aᵀ·δ, as the sources lie.
  private func multiply<Element: Scalar>(
    _ signal: UnsafePointer<Element>, _ other: UnsafePointer<Element>, part: Int,
    into target: UnsafeMutablePointer<Element>
  ) {
    let kernels = Element.kernels
    switch (part, isTransposed) {
    case (0, _):
      kernels.gemm(
        signal, other, into: target,
        ProductShape(m: rows, n: inner, k: columns, transposesB: !isTransposed))
    case (_, false):
      kernels.gemm(
        other, signal, into: target,
        ProductShape(m: inner, n: columns, k: rows, transposesA: true))
    case (_, true):
      kernels.gemm(
        signal, other, into: target,
        ProductShape(m: columns, n: inner, k: rows, transposesA: true))
    }
  }

  // MARK: - Bounds

  /// The place of A's and B's number of a product.
  @inline(__always)
  private func places(_ output: Int, _ k: Int) -> (a: Int, b: Int) {
    let (group, place) = (output / (rows * columns), output % (rows * columns))
    let (row, column) = (place / columns, place % columns)
    let b = isTransposed ? column * inner + k : k * columns + column
    return ((group * rows + row) * inner + k, group * inner * columns + b)
  }

  package func forEachTerm(
    of output: Int, _ body: (_ term: Int, _ part: Int, _ input: Int) -> Void
  ) {
    for k in 0..<inner {
      let (a, b) = places(output, k)
      body(2 * k, 0, a)
      body(2 * k + 1, 1, b)
    }
  }

  package func enclose(
    _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) {
    let gamma = RoundingError.gamma(inner + 4)
    for output in 0..<groups * rows * columns {
      var (low, high, size) = (0.0, 0.0, 0.0)
      for k in 0..<inner {
        let (a, b) = places(output, k)
        let range = McCormick.range(
          boxes[0].lower[a], boxes[0].upper[a], boxes[1].lower[b], boxes[1].upper[b])
        low += range.lower
        high += range.upper
        size += max(range.lower.magnitude, range.upper.magnitude)
      }
      let error = gamma * size * (1 + 2 * gamma) + Double(inner + 4) * RoundingError.tiny
      (lower[output], upper[output]) = ((low - error).nextDown, (high + error).nextUp)
    }
  }

  package func planes(
    of output: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double) {
    var (below, above, size) = (0.0, 0.0, 0.0)
    for k in 0..<inner {
      let (a, b) = places(output, k)
      let planes = McCormick(
        boxes[0].lower[a], boxes[0].upper[a], boxes[1].lower[b], boxes[1].upper[b])
      (lower[2 * k], lower[2 * k + 1]) = planes.lower
      (upper[2 * k], upper[2 * k + 1]) = planes.upper
      below += planes.intercepts.lower
      above += planes.intercepts.upper
      size += max(planes.intercepts.lower.magnitude, planes.intercepts.upper.magnitude)
    }
    let gamma = RoundingError.gamma(inner + 4)
    let error = gamma * size * (1 + 2 * gamma)
    return ((below - error).nextDown, (above + error).nextUp)
  }

  package func gradient(
    _ signal: [ScaledValue], at sources: [UnsafePointer<Double>], softness: Double?, part: Int
  ) -> [ScaledValue] {
    let (a, b, _) = sizes
    var result = [ScaledValue](repeating: .zero, count: groups * (part == 0 ? a : b))
    for (output, value) in signal.enumerated() where value != .zero {
      for k in 0..<inner {
        let (a, b) = places(output, k)
        let (own, other) = part == 0 ? (a, b) : (b, a)
        result[own] += value * ScaledValue(sources[1 - part][other])
      }
    }
    return result
  }
}
