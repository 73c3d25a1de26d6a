import PlateauGeometry
import Testing

@Suite("Lines of least squares")
struct LeastSquaresLineTests {
  @Test func `points on a line give it, with R² 1`() throws {
    let line = try #require(LeastSquaresLine(x: [-1, 0, 2, 5], y: [5, 3, -1, -7]))
    #expect(line.slope == -2 && line.intercept == 3 && line.rSquared == 1)
    #expect(line(10) == -17)
  }

  @Test func `Anscombe's first set has the known line`() throws {
    // F. Anscombe, "Graphs in Statistical Analysis", 1973; the quotients are exact in Fraction.
    let x: [Double] = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    let line = try #require(LeastSquaresLine(x: x, y: y))
    // Eleven terms, each rounded a few times; no sum cancels below a tenth of its magnitudes.
    let tolerance = 11 * 40 * 0x1p-53
    #expect((line.slope - 5501.0 / 11_000).magnitude < tolerance)
    #expect((line.intercept - 33_001.0 / 11_000).magnitude < 10 * tolerance)
    let rSquared = try #require(line.rSquared)
    #expect((rSquared - 30_261_001.0 / 45_399_960).magnitude < 10 * tolerance)
  }

  @Test func `equal heights have no R², equal places no line`() throws {
    let flat = try #require(LeastSquaresLine(x: [0, 1, 4], y: [0.1, 0.1, 0.1]))
    #expect(flat.slope == 0 && flat.intercept == 0.1 && flat.rSquared == nil)
    #expect(LeastSquaresLine(x: [0.1, 0.1, 0.1], y: [0, 1, 2]) == nil)
    #expect(LeastSquaresLine(x: [1], y: [1]) == nil)
    #expect(LeastSquaresLine(x: [], y: []) == nil)
  }
}
