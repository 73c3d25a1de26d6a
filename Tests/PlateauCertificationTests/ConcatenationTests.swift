import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@Suite("Bounds of concatenations")
struct ConcatenationTests {
  @Test("Zeros around an input make a dense layer wider than the input")
  func zeros() throws {
    let places = (0..<40).map { $0 < 33 ? $0 % 2 == 0 ? $0 / 2 : -1 : -1 }
    let layers: [Layer] = [
      Layer(
        .selection(
          Selection(shape: InputShape(channels: 40, height: 1, width: 1), places: places))),
      .dense(units: 2),
    ]
    #expect(
      try OperationCheck(samples: 50).failures(
        of: layers, on: InputShape(channels: 17, height: 1, width: 1), isWhole: true) == [])
  }

  @Test("A value beside itself moves √2 times as far as the input")
  func copies() throws {
    let layers = [
      Layer(
        .selection(
          Selection(shape: InputShape(channels: 4, height: 1, width: 1), places: Array(0..<4))),
        of: .input, .input), .dense(units: 2),
    ]
    let architecture = try Architecture(
      input: InputShape(channels: 2, height: 1, width: 1), layers: layers)
    let network = try Network(architecture, parameters: Array(repeating: 1.0, count: 8) + [0, 0])
    let center = Matrix(rows: 1, columns: 2, elements: [0.5, 0.5])
    let threat = ThreatModel(norm: .l2, epsilon: 0.1)
    let workers = Workers(threads: 1)
    let bounds = [
      IntervalBounds(network).layers(of: center, within: threat, workers: workers),
      LinearBounds(network).layers(of: center, within: threat, workers: workers),
    ]
    // 2(x₁ + x₂) over the disc.
    let most = 2 + 0.2 * (2.0).squareRoot()
    for bounds in bounds {
      let last = try #require(bounds.last)
      #expect(last.upper[0, 0] >= most && last.lower[0, 0] <= 4 - most)
    }
  }
}
