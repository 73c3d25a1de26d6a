import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// What certified training sees, against bounds that are proven.
@Suite("Bounds of training and of certificates")
struct TrainingBoundsTests {
  private let workers = Workers(threads: 1)

  private func networks(_ activation: Activation) throws -> [Network<Double>] {
    let image = InputShape(channels: 1, height: 4, width: 4)
    let act = Layer.activation(activation)
    let layers: [[Layer]] = [
      [.flatten, .dense(units: 12), act, .dense(units: 9), act, .dense(units: 3)],
      [
        .convolution(Convolution(channels: 5, window: Window(3, padding: 1))), act,
        .maxPooling(Pooling(2)), .flatten, .dense(units: 8), act, .dense(units: 3),
      ],
      [
        .normalization(ChannelNormalization(means: [0.3], deviations: [-0.5])),
        .convolution(Convolution(channels: 4, window: Window(4, stride: 2, padding: 1))), act,
        .averagePooling(Pooling(2)), .flatten, .dense(units: 3),
      ],
    ]
    return try layers.map { layers in
      var generator = SeededGenerator(seed: 6, purpose: "bounds")
      return Network<Double>(
        try Architecture(input: image, layers: layers), initializer: .uniformFanIn,
        using: &generator)
    }
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite), [0.0, 0.02, 0.3])
  func `margins are the same up to rounding`(activation: Activation, epsilon: Double) throws {
    let examples = SmallData.examples(40, seed: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: epsilon)
    let inputs = Matrix(
      rows: examples.count, columns: 16, elements: examples.inputs.elements.map { Double($0) })
    for network in try networks(activation) {
      let proven = IntervalBounds(network).margins(of: examples, within: threat, workers: workers)
      let seen = network.boundMargins(
        of: inputs, labels: examples.labels, epsilon: epsilon, workers: workers)
      for (first, second) in zip(seen, proven) {
        // Sums of at most 100 terms near 1 in three layers, and bounds that are rounded outward.
        #expect((first - second).magnitude < 1e-12)
      }
      let statistics = network.boundGradient(
        at: inputs, labels: examples.labels, objective: BoundObjective(epsilon: epsilon),
        workers: workers
      ).statistics
      #expect(statistics.accuracy == Double(seen.count { $0 > 0 }) / Double(seen.count))
    }
  }
}
