import PlateauNumerics
import RealModule
import Testing

@Suite("The stable gradient of cross-entropy")
struct StableCrossEntropyTests {
  func gradient<Element: Scalar>(
    _ logits: [Element], label: Int
  ) -> (mantissas: [Element], exponent: Int64) {
    var gradient = logits
    var exponents: [Int64] = [99]
    Element.kernels.crossEntropyStable(
      rows: 1, classes: logits.count, logits: logits, labels: [Int32(label)], gradient: &gradient,
      exponents: &exponents)
    return (gradient, exponents[0])
  }

  /// The logarithm of each |component|, of which none is 0: log p_k off the true class and the
  /// logarithm of their sum on it.
  func logarithms(_ logits: [Double], label: Int) -> [Double] {
    func logSum(_ values: [Double]) -> Double {
      let largest = values.max() ?? 0
      return largest + .log(values.map { Double.exp($0 - largest) }.reduce(0, +))
    }
    let whole = logSum(logits)
    let others = logSum(logits.enumerated().filter { $0.offset != label }.map(\.element))
    return logits.enumerated().map { ($0.offset == label ? others : $0.element) - whole }
  }

  /// Components down to `reach` below the largest of the other classes are compared.
  ///
  /// Differences of logits are rounded: a relative error of their size in units, and the double
  /// reference has as much in its own.
  func check<Element: Scalar>(_ type: Element.Type, reach: Double) {
    var generator = SeededGenerator(seed: 5)
    let unit = Double(Element.ulpOfOne)
    for scale in [1.0, 30, 1000, 10_000] {
      for _ in 0..<20 {
        let logits = (0..<10).map { _ in Element(generator.uniform(-scale, scale)) }
        let label = generator.below(10)
        let result = gradient(logits, label: label)
        let expected = logarithms(logits.map { Double($0) }, label: label)
        let rival = expected.enumerated().filter { $0.offset != label }.map(\.element).max() ?? 0
        for (index, value) in result.mantissas.enumerated() {
          #expect(index == label ? value < 0 : value >= 0)
          guard expected[index] > rival - reach else { continue }
          let log = Double.log(abs(Double(value))) + Double(result.exponent) * .log(2)
          let bound = unit * (10 + 4 * scale) + 20 * Double.ulpOfOne * scale
          #expect(abs(log - expected[index]) <= bound, "logits within ±\(scale)")
        }
      }
    }
  }

  @Test func `keeps relative accuracy for logits of any size`() {
    check(Float.self, reach: 80)
    check(Double.self, reach: 700)
  }

  @Test func `is a row of numbers near 1 and a power of two where softmax is 0 and 1`() {
    let result = gradient([1e4, 0, 0] as [Float], label: 0)
    // p = e^-10000 each, and minus their sum.
    #expect(result.mantissas[1] == result.mantissas[2])
    #expect(result.mantissas[0] == -2 * result.mantissas[1])
    #expect((0.1...4).contains(result.mantissas[1]))
    #expect(abs(Double(result.exponent) + 1e4 / .log(2)) < 2)
  }

  @Test func `of a misclassified row is the naive gradient`() {
    let logits: [Double] = [0, 3, -1, 2]
    let stable = gradient(logits, label: 0)
    var naive = logits
    Double.kernels.crossEntropy(
      rows: 1, classes: 4, logits: logits, labels: [0], weight: 1, gradient: &naive, losses: nil)
    #expect(stable.exponent == 0)
    for (a, b) in zip(stable.mantissas, naive) { #expect(abs(a - b) <= 4 * Double.ulpOfOne) }
  }

  @Test func `sums to zero and may stand where the logits stood`() {
    var logits: [Double] = [5, -3, 0.5, 4, 700, 0, 1, 2]
    var exponents: [Int64] = [0, 0]
    logits.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Double.kernels.crossEntropyStable(
        rows: 2, classes: 4, logits: base, labels: [0, 0], gradient: base, exponents: &exponents)
    }
    for row in 0..<2 {
      let sum = logits[row * 4..<row * 4 + 4].reduce(0, +)
      #expect(abs(sum) <= 4 * Double.ulpOfOne)
      let separate = gradient(row == 0 ? [5, -3, 0.5, 4] : [700, 0, 1, 2] as [Double], label: 0)
      #expect(Array(logits[row * 4..<row * 4 + 4]) == separate.mantissas)
      #expect(exponents[row] == separate.exponent)
    }
  }
}
