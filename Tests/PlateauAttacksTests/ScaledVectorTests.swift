import PlateauNumerics
import Testing

@testable import PlateauAttacks

@Suite("Vectors of numbers that have a power of two each")
struct ScaledVectorTests {
  /// Numbers e^k of any sign, and a matrix of which some columns meet only the smallest of them.
  private func numbers(
    spread: Double
  ) -> (vector: ScaledVector, matrix: [Double], columns: Int) {
    var generator = SeededGenerator(seed: 3, purpose: "numbers")
    let (rows, columns) = (24, 10)
    let vector = ScaledVector(
      signs: (0..<rows).map { _ in Double(generator.below(3)) - 1 },
      logarithms: (0..<rows).map { _ in -spread * generator.uniform() })
    let matrix = (0..<rows * columns).map { index in
      generator.below(3) < 2 ? 0 : (generator.uniform() - 0.5) * (index % columns == 3 ? 1e-300 : 1)
    }
    return (vector, matrix, columns)
  }

  // Off by γ₂₄ ≈ 3·10⁻¹⁵ of the largest product: 10⁻¹¹ of any sum that is 3·10⁻⁴ of it or more.
  @Test(arguments: [0.0, 100, 2000, 40000])
  func `bands of exponents give the product`(spread: Double) {
    let (vector, matrix, columns) = numbers(spread: spread)
    let expected = vector.product(matrix[...], columns: columns)
    let image = vector.image(count: columns) { values, result in
      for column in 0..<columns {
        result[column] = (0..<vector.count).reduce(0) {
          $0 + values[$1] * matrix[$1 * columns + column]
        }
      }
    }
    #expect(image.exponents == expected.exponents)
    for column in 0..<columns {
      #expect(abs(image.significands[column] - expected.significands[column]) <= 1e-11)
      #expect(expected.significands[column] != 0)
    }
  }

  @Test func `sums take the larger exponent, and cancel`() {
    var sum = ScaledVector(signs: [1, 1, 1, 0, 1], logarithms: [0, -3000, 0, 0, -3000])
    let other = ScaledVector(signs: [1, -1, 1, -1, 0], logarithms: [0, -3000, -3000, -3000, 0])
    let expected = ScaledVector(
      signs: [2, 0, 1, -1, 1], logarithms: [0, 0, 0, -3000, -3000])
    sum.add(other)
    #expect(sum.significands == expected.significands && sum.exponents == expected.exponents)
  }
}
