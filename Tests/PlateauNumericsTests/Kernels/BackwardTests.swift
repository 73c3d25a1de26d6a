import PlateauNumerics
import RealModule
import Testing

@Suite("Signals backward through nonlinearities")
struct BackwardTests {
  static let points: [Double] = [-30, -3, -0.7, 0, 0.3, 0.5, 0.9, 1, 2, 30]

  @Test func `the naive rule multiplies slopes made from activations`() {
    let activations: [Float] = [0, 0.25, 0.5, 1, 1 - .ulpOfOne / 2]
    func naive(_ kind: Nonlinearity) -> [Float] {
      var signal: [Float] = [2, 2, 2, 2, 2]
      Float.kernels.backwardNaive(kind.function, count: 5, signal: &signal, activation: activations)
      return signal
    }
    #expect(naive(.identity) == [2, 2, 2, 2, 2])
    #expect(naive(.relu) == [0, 2, 2, 2, 2])
    #expect(naive(.clippedReLU) == [0, 2, 2, 0, 2])
    let sigmoid = naive(.sigmoid)
    let tanh = naive(.tanh)
    #expect(sigmoid[..<4] == [0, 0.375, 0.5, 0])
    #expect(tanh[..<4] == [2, 1.875, 1.5, 0])
    // One unit below 1, the last slope before it is exactly zero: 2 · 2⁻²⁴ and 2 · 2⁻²³.
    let unit = Float.ulpOfOne
    #expect(abs(sigmoid[4] - unit) <= 1e-6 * unit)
    #expect(abs(tanh[4] - 2 * unit) <= 1e-6 * unit)
  }

  @Test(arguments: Nonlinearity.allCases)
  func `the penalty adds the derivative of the complementary function`(kind: Nonlinearity) {
    // The derivatives of φ and φ_c, in plain arithmetic.
    func derivatives(_ z: Double) -> (slope: Double, complement: Double) {
      switch kind {
      case .identity: return (1, 0)
      case .sigmoid:
        let slope = 1 / (1 + .exp(-z)) / (1 + .exp(z))
        return (slope, -slope * .tanh(z / 2))
      case .tanh:
        let slope = 1 / (Double.cosh(z) * .cosh(z))
        return (slope, -2 * slope * .tanh(z))
      case .relu: return z > 0 ? (1, 1) : (0, 0)
      case .clippedReLU:
        return z > 0 && z < 1 ? (1, z < 0.5 ? 1 : (z > 0.5 ? -1 : 0)) : (0, 0)
      }
    }
    let forward = Kernel<Double>.slopes(kind, Self.points)
    var signal = Self.points.map { 3 - $0 }
    Double.kernels.backwardPenalty(
      kind.function, count: signal.count, signal: &signal, activation: forward.activations,
      slope: forward.slopes, weight: 0.25)
    for (index, z) in Self.points.enumerated() {
      let exact = derivatives(z)
      let expected = (3 - z) * exact.slope + 0.25 * exact.complement
      // A few roundings of each factor, and of the two terms before they cancel.
      let bound = 20 * Double.ulpOfOne * exact.slope * (abs(3 - z) + 1)
      #expect(abs(signal[index] - expected) <= bound, "at \(z)")
    }
  }
}
