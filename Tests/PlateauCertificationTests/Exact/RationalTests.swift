import PlateauNumerics
import Testing

@testable import PlateauCertification

@Suite("Rational numbers")
struct RationalTests {
  @Test(
    "Numbers of double precision are taken as they are, and given back",
    arguments: [
      0, 1, -1, 0.1, -2.5, 3e300, -7e-300, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, -3 * .leastNonzeroMagnitude,
    ])
  func doubles(_ value: Double) {
    #expect(Rational(value).nearest == value)
    #expect(Rational(value).isDouble)
  }

  @Test("Sums, products and quotients are exact")
  func arithmetic() {
    let third = Rational(1) / Rational(3)
    #expect(third + third + third == 1)
    #expect(third * Rational(-6) == -2)
    #expect((Rational(0.1) * Rational(3)).description == "10808639105689191/36028797018963968")
    #expect(Rational(0.1) * Rational(3) != Rational(0.1 * 3))
    #expect(Rational(2) / Rational(-6) == -third)
    #expect((-third).magnitude == third)
    #expect(Rational(0.25).description == "1/4" && Rational(-12).description == "-12")
    #expect(third.description == "1/3" && !third.isDouble)
    #expect(third < Rational(0.5) && -third < third && Rational(0) < third)
    // 1/3 lies between its neighbors.
    #expect(Rational(third.nearest.nextDown) < third && third < Rational(third.nearest.nextUp))
    #expect(Rational(0.1) - Rational(0.1) == 0)
    #expect(Rational(1e300) * Rational(1e300) / Rational(1e300) == Rational(1e300))
  }

  @Test("Equal numbers are one, however they came about")
  func forms() {
    var generator = SeededGenerator(seed: 1, purpose: "rationals")
    for _ in 0..<200 {
      let numbers = (0..<3).map { _ in
        Rational(Int(generator.below(2001)) - 1000) / Rational(1 + Int(generator.below(60)))
      }
      let (a, b, c) = (numbers[0], numbers[1], numbers[2])
      #expect((a + b) + c == a + (b + c))
      #expect(a * (b + c) == a * b + a * c)
      #expect((a + b).hashValue == (b + a).hashValue)
      if b != 0 { #expect(a / b * b == a) }
    }
  }
}
