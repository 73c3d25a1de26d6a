package import PlateauNumerics

/// The softmax of each group of numbers that lie one after the other.
///
/// Its softened form is the softmax of z / T, which does not saturate as soon.
package struct Softmax: NonlinearMap {
  package let groups: Int
  /// The numbers of a group.
  package let size: Int

  private var count: Int { groups * size }
  package var multiplyAdds: Int { count }
  package var scratchSize: Int { count }
  package var keepsPlaces: Bool { false }
  package var terms: Int { size }

  private func scale<Element: Scalar>(_ softness: Element?) -> Double {
    softness.map { 1 / $0.widened } ?? 1
  }

  package func apply<Element: Scalar>(
    _ sources: UnsafePointer<UnsafePointer<Element>>, softness: Element?,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>, rows: Int
  ) {
    Element.nonlinear.softmax(
      rows: rows * groups, columns: size, scale: scale(softness), sources[0], into: output)
  }

  package func transpose<Element: Scalar>(
    _ call: NonlinearGradient<Element>, part: Int, into target: UnsafeMutablePointer<Element>
  ) {
    let kernels = Element.nonlinear
    for row in 0..<call.rows * call.copies {
      let z = call.sources[0] + row / call.copies * count
      let (signal, result) = (call.signal + row * count, target + row * count)
      guard let exponents = call.exponents else {
        kernels.softmaxBack(
          rows: groups, columns: size, scale: scale(call.softness), z, signal: signal, into: result)
        continue
      }
      kernels.softmaxTerms(
        rows: groups, columns: size, scale: scale(call.softness), z, signal: signal, into: result,
        logs: call.scratch)
      Element.kernels.backwardStable(
        rows: 1, columns: count, signal: result, logSlope: call.scratch, sign: nil,
        exponents: exponents + row, flushed: call.flushed)
    }
  }

  // MARK: - Saturation

  package var saturates: Bool { true }
  package var lostGradient: LostGradient { .softmaxSaturation }

  /// Returns the sum of p · (1 − p), the slopes of each p by its own logit: 0 where one of each group is 1.
  package func complement<Element: Scalar>(_ output: UnsafePointer<Element>, rows: Int) -> Double {
    Element.nonlinear.softmaxSlopes(rows: rows * groups, columns: size, output)
  }

  package func addComplement<Element: Scalar>(
    weight: Double, _ output: UnsafePointer<Element>, to signal: UnsafeMutablePointer<Element>,
    rows: Int
  ) {
    Element.nonlinear.addSoftmaxPenalty(
      count: rows * count, weight: weight, output, to: signal)
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
    for output in 0..<count {
      let range = SoftmaxPlanes(boxes[0], output, size).range
      (lower[output], upper[output]) = (range.lowerBound, range.upperBound)
    }
  }

  package func planes(
    of output: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double) {
    let planes = SoftmaxPlanes(boxes[0], output, size)
    return (planes.below(into: lower), planes.above(into: upper))
  }

  package func gradient(
    _ signal: [ScaledValue], at sources: [UnsafePointer<Double>], softness: Double?, part: Int
  ) -> [ScaledValue] {
    var result = [ScaledValue](repeating: .zero, count: count)
    let scale = scale(softness)
    let softmax = ScaledSoftmax(classes: size)
    for first in stride(from: 0, to: count, by: size) {
      let own = first..<first + size
      guard own.contains(where: { signal[$0] != .zero }) else { continue }
      softmax.compute(own.map { sources[0][$0] * scale })
      for input in 0..<size {
        // Σ δᵢ·∂pᵢ/∂z = p·Σ pᵢ·(δ − δᵢ), in which equal signals cancel exactly.
        var sum = ScaledValue.zero
        for output in 0..<size {
          sum += softmax.values[output] * (signal[first + input] - signal[first + output])
        }
        result[first + input] = softmax.values[input] * sum * ScaledValue(scale)
      }
    }
    return result
  }
}
