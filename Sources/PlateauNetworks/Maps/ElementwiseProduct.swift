package import PlateauNumerics

/// Products of numbers, x · s, where s may repeat: with a period, s is a factor for each channel of an
/// image whose channels are last.
package struct ElementwiseProduct: NonlinearMap {
  package let count: Int
  /// The numbers of s.
  package let period: Int

  package var multiplyAdds: Int { count }
  package var scratchSize: Int { 0 }
  package var keepsPlaces: Bool { true }
  package var lostGradient: LostGradient { .factorUnderflow }
  package var terms: Int { 2 }

  private func width(_ part: Int) -> Int { part == 0 ? count : period }

  package func apply<Element: Scalar>(
    _ sources: UnsafePointer<UnsafePointer<Element>>, softness: Element?,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>, rows: Int
  ) {
    for row in 0..<rows {
      Element.nonlinear.multiply(
        count: count, period: period, sources[0] + row * count, by: sources[1] + row * period,
        into: output + row * count)
    }
  }

  package func transpose<Element: Scalar>(
    _ call: NonlinearGradient<Element>, part: Int, into target: UnsafeMutablePointer<Element>
  ) {
    let kernels = Element.nonlinear
    for row in 0..<call.rows * call.copies {
      let signal = call.signal + row * count
      let other = call.sources[1 - part] + row / call.copies * width(1 - part)
      let result = target + row * width(part)
      guard let exponents = call.exponents else {
        if part == 0 {
          kernels.multiply(count: count, period: period, signal, by: other, into: result)
        } else {
          kernels.multiplySums(count: count, period: period, signal, by: other, into: result)
        }
        continue
      }
      if part == 0 || period == count {
        kernels.multiplyStably(
          count: count, period: period, signal, by: other, into: result,
          exponent: exponents + row, flushed: call.flushed)
      } else {
        sumStably(signal, other, call, row, into: result, exponents + row)
      }
    }
  }

  /// Sums products over the repetitions, up to a power of two.
  private func sumStably<Element: Scalar>(
    _ signal: UnsafePointer<Element>, _ other: UnsafePointer<Element>,
    _ call: NonlinearGradient<Element>, _ row: Int, into target: UnsafeMutablePointer<Element>,
    _ exponent: UnsafeMutablePointer<Int64>
  ) {
    let kernels = Element.nonlinear
    withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { memory in
      guard let products = memory.baseAddress else { return }
      kernels.multiplyStably(
        count: count, period: count, signal, by: other, into: products, exponent: exponent,
        flushed: call.flushed)
      target.update(from: products, count: period)
      for first in stride(from: period, to: count, by: period) {
        Element.images.add(count: period, products + first, to: target)
      }
    }
  }

  // MARK: - Bounds

  package func forEachTerm(
    of output: Int, _ body: (_ term: Int, _ part: Int, _ input: Int) -> Void
  ) {
    body(0, 0, output)
    body(1, 1, output % period)
  }

  package func enclose(
    _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) {
    for index in 0..<count {
      let range = McCormick.range(
        boxes[0].lower[index], boxes[0].upper[index], boxes[1].lower[index % period],
        boxes[1].upper[index % period])
      (lower[index], upper[index]) = (range.lower.nextDown, range.upper.nextUp)
    }
  }

  package func planes(
    of output: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double) {
    let planes = McCormick(
      boxes[0].lower[output], boxes[0].upper[output], boxes[1].lower[output % period],
      boxes[1].upper[output % period])
    (lower[0], lower[1]) = planes.lower
    (upper[0], upper[1]) = planes.upper
    return planes.intercepts
  }

  package func gradient(
    _ signal: [ScaledValue], at sources: [UnsafePointer<Double>], softness: Double?, part: Int
  ) -> [ScaledValue] {
    var result = [ScaledValue](repeating: .zero, count: width(part))
    for (index, value) in signal.enumerated() where value != .zero {
      let (own, other) = part == 0 ? (index, index % period) : (index % period, index)
      result[own] += value * ScaledValue(sources[1 - part][other])
    }
    return result
  }
}
