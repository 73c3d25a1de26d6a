import PlateauNumerics
import RealModule
import Testing

@Suite("Signals backward by the stable rule")
struct StableBackwardTests {
  struct Outcome<Element: Scalar> {
    var signal: [Element]
    var exponents: [Int64]
    var flushed: Int64 = 0
  }

  func backward<Element: Scalar>(
    _ signal: [Element], _ logSlopes: [Element], exponents: [Int64] = [0]
  ) -> Outcome<Element> {
    var result = Outcome(signal: signal, exponents: exponents)
    Element.kernels.backwardStable(
      rows: exponents.count, columns: signal.count / exponents.count, signal: &result.signal,
      logSlope: logSlopes, sign: nil, exponents: &result.exponents, flushed: &result.flushed)
    return result
  }

  /// The product is exp_reduced(r) · 2ⁿ · signal: about 2 units, and half a unit of the reduction
  /// of an argument of any size, since its integer part is taken out exactly.
  func check<Element: Scalar>(_ type: Element.Type, reach: Double) {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let columns = 1 + generator.below(20)
      let offset = generator.uniform(-reach, reach / 4)
      let signal = (0..<columns).map { _ in
        Element(generator.uniform(-1, 1)) * Element.exp(Element(generator.uniform(-20, 20)))
      }
      let logs = (0..<columns).map { _ in Element(offset + generator.uniform(-20, 20)) }
      let result = backward(signal, logs)
      #expect(result.flushed == 0)
      let largest = result.signal.map { abs(Double($0)) }.max() ?? 0
      #expect(largest > 0.25 && largest < 4)
      for index in 0..<columns {
        let log = Double(logs[index]) - Double(result.exponents[0]) * Double.log(2)
        let expected = Double(signal[index]) * .exp(log)
        let error = abs(Double(result.signal[index]) - expected) / abs(expected)
        // The double reference itself has an error of |log| units.
        let bound = 4 * Double(Element.ulpOfOne) + 2 * Double.ulpOfOne * (reach + 20)
        #expect(error <= bound, "log-slope \(logs[index])")
      }
    }
  }

  @Test func `mantissas times the power of two are the products`() {
    check(Float.self, reach: 20_000)
    check(Double.self, reach: 200)
  }

  @Test func `a row that would underflow as a whole keeps its ratios`() {
    // Slopes e^-20000 and twice that.
    let result = backward([1, 1] as [Double], [-20_000, -20_000 + .log(2)])
    #expect(abs(result.signal[1] / result.signal[0] - 2) <= 20_000 * Double.ulpOfOne)
    #expect(abs(Double(result.exponents[0]) + 20_000 / .log(2)) <= 2)
  }

  @Test func `exponents add up over layers`() {
    let first = backward([1, 0.5] as [Float], [-1000, -1000])
    let second = backward(first.signal, [-500, -500], exponents: first.exponents)
    let log = Double.log(Double(second.signal[0])) + Double(second.exponents[0]) * Double.log(2)
    #expect(abs(log + 1500) < 1e-3)
    #expect(second.signal[1] == second.signal[0] / 2)
  }

  @Test func `each row has its own exponent, and rows of zeros keep theirs`() {
    let result = backward(
      [1, 1, 0, 0, 1, 1] as [Float],
      [-100, -100, -3, -3, -.infinity, -.infinity], exponents: [7, 8, 9])
    #expect(result.exponents[0] < -100 && result.exponents[0] > -150)
    #expect(result.exponents[1] == 8)
    #expect(result.exponents[2] == 9)
    #expect(result.signal[2...] == [0, 0, 0, 0])
    #expect(result.flushed == 0)
  }

  @Test func `flushed signals are counted, and exactly flat units are not`() {
    // e^-200 = 2^-289 relative to the largest is below 2^-149; e^-90 = 2^-130 is subnormal.
    let single = backward([1, 1, 1, 1, 0] as [Float], [0, -200, -.infinity, -90, 0])
    #expect(single.flushed == 1)
    #expect(single.signal[1] == 0 && single.signal[2] == 0 && single.signal[4] == 0)
    #expect(single.signal[3] > 0)
    let double = backward([1, 1, 1] as [Double], [0, -700, -760])
    #expect(double.flushed == 1)
    #expect(double.signal[1] > 0 && double.signal[2] == 0)
  }

  @Test func `log-slopes below the range of exponents are counted as flushed`() {
    // Beyond ±2²¹ the kernel takes a slope as flat: it says so instead of giving a silent zero.
    let all = backward([1, -1, 0] as [Float], [-3e6, -4e6, -3e6], exponents: [5])
    #expect(all.signal == [0, 0, 0])
    #expect(all.exponents == [5])
    #expect(all.flushed == 2)
    let some = backward([1, 1] as [Double], [0, -1e9])
    #expect(some.signal[1] == 0)
    #expect(some.flushed == 1)
  }

  @Test func `tiny and huge signals meet steep slopes without loss`() {
    let small: [Float] = [.leastNormalMagnitude, 1e-30]
    let tiny = backward(small, [0, 0])
    #expect(tiny.signal[0] / tiny.signal[1] == small[0] / small[1])
    let large: [Float] = [.greatestFiniteMagnitude, 1e30]
    let huge = backward(large, [50, 50])
    #expect(huge.signal.allSatisfy { $0.isFinite })
    let ratio = huge.signal[1] / huge.signal[0]
    #expect(abs(ratio - large[1] / large[0]) <= 1e-6 * ratio)
  }
}
