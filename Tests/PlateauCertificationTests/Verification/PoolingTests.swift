import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Branch and bound of max pooling")
struct PoolingTests {
  @Test("The larger of two inputs is no more than the other's bound says", arguments: [0, 5])
  func maximum(_ inputLimit: Int) throws {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 2),
      layers: [
        .maxPooling(Pooling(window: Window(height: 1, width: 2))),
        .flatten, .dense(units: 1), .activation(.relu), .dense(units: 1),
      ])
    // max(x, y), on 0...1 × 0...1.
    let network = try Network(architecture, parameters: [1, 0, 1, 0])
    func verify(_ bound: Double, sign: Double = 1) -> VerificationResult {
      SplitCases.verify(
        network, SplitCases.box(0, 1, 2), [[SplitCases.atMost(bound, sign: sign)]],
        inputLimit: inputLimit, seconds: 2)
    }
    #expect(verify(-0.01).answer == .holds)
    #expect(verify(-1.01, sign: -1).answer == .holds)
    for result in [verify(0.25), verify(0.75), verify(-0.5, sign: -1)] {
      guard case .violated = result.answer else {
        Issue.record("\(result)")
        continue
      }
      #expect(result.margins[0] <= 0)
    }
  }

  @Test(
    "No answer contradicts a dense grid",
    arguments: Activation.allCases.filter(\.largestSlope.isFinite), 0..<3)
  func grids(_ activation: Activation, _ seed: Int) throws {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 2, width: 2),
      layers: [
        .convolution(Convolution(channels: 2, window: Window(2, padding: 1))),
        .activation(activation), .maxPooling(Pooling(2)), .flatten, .dense(units: 3),
        .activation(activation), .dense(units: 1),
      ])
    let network = try Cases.network(architecture, gain: 3, seed: UInt64(seed))
    let sides = 7
    let points = (0..<sides * sides * sides * sides).flatMap { index in
      [1, sides, sides * sides, sides * sides * sides].map {
        Double(index / $0 % sides) / Double(sides - 1)
      }
    }
    let values = network.logits(
      of: Matrix(rows: points.count / 4, columns: 4, elements: points), workers: Cases.workers
    ).elements
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    for (inputLimit, part) in [(0, -0.3), (0, 0.02), (0, 0.3), (5, -0.3), (5, 0.02), (5, 0.3)] {
      let bound = least + part * (most - least)
      let result = SplitCases.verify(
        network, SplitCases.box(0, 1, 4), [[SplitCases.atMost(bound)]], inputLimit: inputLimit,
        seconds: 0.2)
      #expect(result.margins[0] <= least - bound + 1e-12)
      if case .violated(let found) = result.answer { #expect(found.outputs[0] <= bound + 1e-12) }
      if part > 0 { #expect(result.answer != .holds) }
    }
  }
}
