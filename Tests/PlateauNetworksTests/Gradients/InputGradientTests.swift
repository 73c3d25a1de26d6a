import PlateauNumerics
import Testing

@testable import PlateauNetworks

@Suite("Input gradients as mantissas and powers of two")
struct InputGradientTests {
  let gradient = InputGradient<Float>(
    mantissas: Matrix(
      rows: 4, columns: 2, elements: [1, -0.5, 1.5, 0, 0, -0.0, 1, 0.25]),
    exponents: [0, 3, -7, -149], flushedSignals: 2)

  @Test func `values are mantissas times powers of two`() {
    let tiny = Float.leastNonzeroMagnitude
    #expect(gradient.values.elements == [1, -0.5, 12, 0, 0, 0, tiny, 0])
  }

  @Test func `values underflow to zero and overflow to infinity, mantissas do not`() {
    let far = InputGradient<Double>(
      mantissas: Matrix(rows: 2, columns: 1, elements: [1, -1]), exponents: [-5000, 5000],
      flushedSignals: 0)
    #expect(far.values.elements == [0, -.infinity])
    #expect(far.zeroCount == 0)
  }

  @Test func `a gradient is zero where every component is`() {
    #expect((0..<4).map { gradient.isZero(row: $0) } == [false, false, true, false])
    #expect(gradient.zeroCount == 1)
  }
}
