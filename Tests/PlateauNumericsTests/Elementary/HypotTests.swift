import PlateauNumerics
import RealModule
import Testing

/// On Linux these are our own, so that a program needs no glibc of 2022.
@Suite("Lengths of pairs")
struct HypotTests {
  @Test func `are exact where they are whole`() {
    for (a, b, c) in [(3.0, 4.0, 5.0), (5, 12, 13), (-8, 15, 17), (0, -2, 2), (7, 0, 7)] {
      #expect(Double.hypot(a, b) == c && Double.hypot(b, a) == c)
      #expect(Float.hypot(Float(a), Float(b)) == Float(c))
    }
  }

  @Test func `neither overflow nor underflow`() {
    let (large, small) = (Double(sign: .plus, exponent: 1022, significand: 1), 0x1p-1070)
    #expect(Double.hypot(3 * small, 4 * small) == 5 * small)
    #expect(Double.hypot(0.75 * large, large) == 1.25 * large)
    let least = Float(sign: .plus, exponent: -140, significand: 1)
    #expect(Float.hypot(3 * least, 4 * least) == 5 * least)
    let wide = Float(sign: .plus, exponent: 126, significand: 1)
    #expect(Float.hypot(0.75 * wide, wide) == 1.25 * wide)
    #expect(Double.hypot(.greatestFiniteMagnitude, .greatestFiniteMagnitude) == .infinity)
  }

  @Test func `of infinities are infinite, and of no numbers none`() {
    #expect(
      Double.hypot(.infinity, .nan) == .infinity && Double.hypot(.nan, -.infinity) == .infinity)
    #expect(Double.hypot(.nan, 1).isNaN && Float.hypot(1, .nan).isNaN)
    #expect(Double.hypot(0, -0.0) == 0 && Double.hypot(-0.0, 0).sign == .plus)
    #expect(Float.hypot(.infinity, .nan) == .infinity)
  }

  @Test func `are within a last place of the square root of the sum`() {
    var generator = SeededGenerator(seed: 5, purpose: "hypot")
    for _ in 0..<2000 {
      let (a, b) = (generator.uniform(-10, 10), generator.uniform(-1, 1))
      // The sum of squares with its error, by a fused product.
      let square = a * a
      let rest = (-square).addingProduct(a, a) + b * b
      let root = (square + rest).squareRoot()
      let correction = (square.addingProduct(-root, root) + rest) / (2 * root)
      #expect((Double.hypot(a, b) - root - correction).magnitude <= root.ulp)
    }
  }
}
