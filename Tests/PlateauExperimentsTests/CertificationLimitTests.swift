import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauExperiments

/// What is bounded how, by the number of activations.
@Suite("Limits of bounds by activations")
struct CertificationLimitTests {
  /// Two convolutions of an image, the first of so many channels.
  private func network(channels: Int, side: Int) throws -> Network<Double> {
    let layers: [Layer] = [
      .convolution(Convolution(channels: channels, window: Window(1))), .activation(.tanh),
      .averagePooling(Pooling(side / 2)),
      .convolution(Convolution(channels: 2, window: Window(1))),
      .activation(.leakyReLU(slope: 0.1)), .flatten,
      .dense(units: 2),
    ]
    var generator = SeededGenerator(seed: 1, purpose: "limits")
    return Network<Double>(
      try Architecture(
        input: InputShape(channels: 1, height: side, width: side), layers: layers),
      initializer: .uniformFanIn, using: &generator)
  }

  private func input(_ side: Int) -> Matrix<Double> {
    var generator = SeededGenerator(seed: 2, purpose: "limits")
    return Matrix(
      rows: 1, columns: side * side,
      elements: (0..<side * side).map { _ in generator.uniform(0.2, 0.8) })
  }

  @Test func `up to 20,000 activations CROWN bounds what enters them, and beyond the outputs`()
    throws
  {
    for (channels, isImproved) in [(40, true), (51, false)] {
      let network = try network(channels: channels, side: 20)
      let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
      let workers = Workers(threads: 1)
      let intervals = IntervalBounds(network).layers(
        of: input(20), within: threat, workers: workers)
      let lines = LinearBounds(network).layers(of: input(20), within: threat, workers: workers)
      func width(_ bounds: Bounds) -> Double {
        zip(bounds.upper.elements, bounds.lower.elements).reduce(0) { $0 + $1.0 - $1.1 }
      }
      let before = lines.count - 2
      if isImproved {
        #expect(width(lines[before]) < 0.99 * width(intervals[before]))
      } else {
        #expect(lines[before].lower == intervals[before].lower)
        #expect(lines[before].upper == intervals[before].upper)
      }
      let last = lines.count - 1
      #expect(width(lines[last]) < 0.99 * width(intervals[last]))
    }
  }

  @Test func `beyond a million bounds by lines are refused, with what they would take`() throws {
    let network = try network(channels: 70, side: 120)
    for method in [CertificationMethod.crown, .alphaCROWN, .complete] {
      let error = #expect(throws: ExperimentError.self) { try method.check(network) }
      #expect(
        error?.message
          == "The network has 1008008 activations for each example; bounds by lines are for 1000000 "
          + "at most, and would take about 1 s for one example. Choose the method interval.")
    }
    try CertificationMethod.interval.check(network)
  }

  @Test func `a hundred thousand have bounds of outputs`() throws {
    let network = try network(channels: 250, side: 20)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.01)
    let workers = Workers(threads: 1)
    let clock = ContinuousClock()
    let start = clock.now
    let lines = LinearBounds(network).layers(of: input(20), within: threat, workers: workers)
    let seconds = (clock.now - start) / .seconds(1)
    print("CROWN of the outputs behind 100,008 activations took \(seconds) s")
    let intervals = IntervalBounds(network).layers(of: input(20), within: threat, workers: workers)
    for unit in 0..<2 {
      let last = (lines[lines.count - 1], intervals[intervals.count - 1])
      #expect(last.0.lower[0, unit] > last.1.lower[0, unit])
      #expect(last.0.upper[0, unit] < last.1.upper[0, unit])
    }
  }
}
