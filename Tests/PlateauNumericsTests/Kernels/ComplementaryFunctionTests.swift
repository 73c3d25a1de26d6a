import PlateauNumerics
import RealModule
import Testing

@Suite("Complementary functions and saturated units")
struct ComplementaryFunctionTests {
  /// φ_c by its definition, in plain arithmetic.
  func complement(_ kind: Nonlinearity, _ z: Double) -> Double {
    switch kind {
    case .identity: 0
    case .sigmoid: 1 / (1 + .exp(-z)) / (1 + .exp(z))
    case .tanh: 1 / (Double.cosh(z) * .cosh(z))
    case .relu: max(0, z)
    case .clippedReLU: min(max(0, z), max(0, 1 - z))
    }
  }

  @Test(arguments: Nonlinearity.allCases)
  func `their sum is that of the definition`(kind: Nonlinearity) {
    var generator = SeededGenerator(seed: 2)
    let singles = (0..<200).map { _ in Float(generator.uniform(-4, 4)) }
    let doubles = singles.map { Double($0) }
    let expected = doubles.map { complement(kind, $0) }.reduce(0, +)
    // Rows of 20, each summed in working precision: at most 20 roundings of a sum of terms ≥ 0,
    // and 6 units in each term.
    let bias = [Float](repeating: 0, count: 20)
    let single = Kernel<Float>.slopes(kind, singles, bias: bias).complement
    #expect(abs(single - expected) <= 26 * Double(Float.ulpOfOne) * expected)
    let double = Kernel<Double>.slopes(kind, doubles, bias: bias.map { Double($0) }).complement
    #expect(abs(double - expected) <= 260 * Double.ulpOfOne * expected)
  }

  @Test func `sums and counts are added to what was there`() {
    var values: [Double] = [0, 9]
    var slopes: [Double] = [0, 0]
    var complement = 10.0
    var saturated: Int64 = 5
    Double.kernels.activateSlope(
      Nonlinearity.sigmoid.function, rows: 1, columns: 2, sums: &values, bias: [0, 0],
      slope: &slopes, complement: &complement, saturated: &saturated)
    #expect(saturated == 6)
    #expect(abs(complement - 10.25 - slopes[1]) < 1e-15)
  }

  @Test func `a unit is saturated at a hundredth of the largest slope`() {
    // σ′ = 0.0025 at z = 5.98147…, tanh′ = 0.01 at z = 2.99322….
    func saturated<Element: Scalar>(_ kind: Nonlinearity, _ values: [Element]) -> Int64 {
      Kernel.slopes(kind, values).saturated
    }
    #expect(saturated(.sigmoid, [5.98, -5.98, 0, 1] as [Double]) == 0)
    #expect(saturated(.sigmoid, [5.99, -5.99, 1000, -.infinity, 0] as [Double]) == 4)
    #expect(saturated(.tanh, [2.99, -2.99, 0] as [Float]) == 0)
    #expect(saturated(.tanh, [3, -3, 50, 0] as [Float]) == 3)
    #expect(saturated(.relu, [-1, 0, 1e-30, 5] as [Float]) == 2)
    #expect(saturated(.clippedReLU, [-1, 0, 0.5, 1, 2] as [Double]) == 4)
    #expect(saturated(.identity, [-1, 0, 1] as [Double]) == 0)
  }
}
