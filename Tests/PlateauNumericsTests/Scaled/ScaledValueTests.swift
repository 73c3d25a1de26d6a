import PlateauNumerics
import RealModule
import Testing

@Suite("Scaled values")
struct ScaledValueTests {
  static let doubles = [
    1, -1, 0.75, -3.5, 1e300, -1e-300, .leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, .pi,
  ]

  @Test(arguments: doubles) func `a double is kept exactly`(value: Double) {
    let scaled = ScaledValue(value)
    #expect(scaled.value == value)
    #expect((1..<2).contains(scaled.significand.magnitude))
    #expect((-scaled).value == -value)
    #expect(scaled.magnitude.value == value.magnitude)
  }

  @Test func `zero and what is not finite have no exponent`() {
    for value in [0, Double.infinity, -Double.infinity] {
      #expect(ScaledValue(value, exponent: 7).exponent == 0)
      #expect(ScaledValue(value, exponent: 7).value == value)
    }
    #expect(!ScaledValue(.nan).isFinite)
    #expect(ScaledValue.zero.log10 == -.infinity)
  }

  @Test func `arithmetic is that of doubles where these do not overflow`() {
    for a in Self.doubles {
      for b in Self.doubles {
        let (x, y) = (ScaledValue(a), ScaledValue(b))
        if (a + b).isFinite { #expect((x + y).value == a + b) }
        if (a - b).isFinite { #expect((x - y).value == a - b) }
        if (a * b).isNormal { #expect((x * y).value == a * b) }
        if (a / b).isNormal { #expect((x / y).value == a / b) }
        #expect((x < y) == (a < b))
        #expect((x == y) == (a == b))
      }
      if a > 0 { #expect(ScaledValue(a).squareRoot().value == a.squareRoot()) }
    }
  }

  @Test func `arithmetic goes on where doubles end`() {
    let tiny = ScaledValue(exponential: -30_000)
    // log10(e) · 30,000 = 13,028.83446; the rounding of 30,000 itself is none.
    #expect(abs(tiny.log10 + 30_000 * Double.log10(.exp(1))) < 1e-9)
    #expect(abs(tiny.logarithm + 30_000) < 1e-11)
    #expect(tiny.value == 0)
    #expect((tiny * tiny).squareRoot().exponent == tiny.exponent)
    #expect(abs((tiny / tiny).value - 1) == 0)
    #expect((tiny + tiny).exponent == tiny.exponent + 1)
    #expect(ScaledValue(1) + tiny == ScaledValue(1))
    #expect(tiny > .zero && -tiny < .zero && tiny * tiny < tiny && -tiny < -(tiny * tiny))
    #expect(ScaledValue(1, exponent: 5001).squareRoot() == ScaledValue(.sqrt(2), exponent: 2500))
    #expect(ScaledValue(1, exponent: -5001).squareRoot() == ScaledValue(.sqrt(2), exponent: -2501))
  }

  @Test func `exponentials agree with those of doubles`() {
    for step in -7000...7000 {
      let x = Double(step) * 0.1
      let error = (ScaledValue(exponential: x).value / Double.exp(x) - 1).magnitude
      // Each of the two has an error of less than one unit in the last place.
      #expect(error <= 0x1p-51)
    }
    #expect(ScaledValue(exponential: -.infinity) == .zero)
    #expect(ScaledValue(exponential: 0).value == 1)
  }

  @Test func `softmax keeps what doubles round away`() {
    let softmax = ScaledSoftmax(classes: 3)
    softmax.compute([1000.0, 0, -30_000])
    #expect(softmax.winner == 0)
    #expect(softmax.values[0].value == 1)
    #expect(softmax.complements[0] == softmax.values[1])
    #expect(abs(softmax.values[1].logarithm + 1000) < 1e-12)
    #expect(abs(softmax.logarithms[2] + 31_000) < 1e-11)
    #expect(softmax.complements[2].value == 1)
    // Rows and columns of diag p − p·pᵀ add up to 0.
    #expect(softmax.slope(0, 0) == softmax.values[1])
    #expect(softmax.slope(1, 1) == -softmax.slope(1, 0))
  }
}
