import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Over small balls CROWN is nearly what a linear function has.
@Suite("Widths of bounds over small balls")
struct SmallRadiusTests {
  /// All functions that are differentiable everywhere they are defined, at inputs that are not on a
  /// corner with others.
  static let functions: [Activation] =
    Activation.allCases.filter { $0.largestSlope > 0 } + [
      .power(exponent: 3), .power(exponent: -2), .power(exponent: 1.5),
    ]

  private func networks(_ activation: Activation, _ seed: UInt64) throws -> [Network<Double>] {
    let act = Layer.activation(activation)
    let isLipschitz = activation.largestSlope.isFinite
    func hidden(_ units: Int) -> [Layer] {
      isLipschitz ? [.dense(units: units), act] : OperationTests.bounded(units) + [act]
    }
    let image = InputShape(channels: 1, height: 4, width: 4)
    let convolution: [Layer] =
      [.convolution(Convolution(channels: 3, window: Window(3, padding: 1)))]
      + (isLipschitz
        ? []
        : [
          .activation(.sigmoid),
          .normalization(
            ChannelNormalization(means: [-0.25, -0.25, -0.25], deviations: [1, 1, 1])),
        ]) + [act]
    let lists: [(InputShape, [Layer])] = [
      (.vector(6), hidden(12) + hidden(9) + [.dense(units: 4)]),
      (
        image,
        convolution + [.averagePooling(Pooling(2)), .flatten] + hidden(8) + [.dense(units: 3)]
      ),
    ]
    return try lists.map { input, layers in
      var generator = SeededGenerator(seed: seed, purpose: "small radius")
      return Network<Double>(
        try Architecture(input: input, layers: layers), initializer: .uniformFanIn,
        using: &generator)
    }
  }

  @Test("A logit is as wide as its gradient says", arguments: functions)
  func widths(_ activation: Activation) throws {
    let epsilon = 1e-6
    var worst = 0.0
    for seed in 0..<4 as Range<UInt64> {
      for network in try networks(activation, seed) {
        let columns = network.architecture.input.count
        var generator = SeededGenerator(seed: seed + 50, purpose: "inputs")
        let inputs = Matrix<Double>(
          rows: 5, columns: columns,
          elements: (0..<5 * columns).map { _ in generator.uniform(0.1, 0.9) })
        let workers = Workers(threads: 1)
        let threat = ThreatModel(norm: .lInfinity, epsilon: epsilon)
        let bounds = try #require(
          LinearBounds(network).layers(of: inputs, within: threat, workers: workers).last)
        let jacobian = network.jacobian(of: .logits, at: inputs, rule: .stable, workers: workers)
        for row in 0..<inputs.rows {
          for unit in 0..<bounds.lower.columns {
            let place = (row * bounds.lower.columns + unit) * columns
            let size = jacobian.values.elements[place..<place + columns]
              .reduce(0) { $0 + $1.magnitude }
            let width = bounds.upper[row, unit] - bounds.lower[row, unit]
            worst = max(worst, width / (2 * epsilon * size))
            #expect(width <= 3 * 2 * epsilon * size, "seed \(seed), example \(row)")
            #expect(width >= 1.999999 * epsilon * size)
          }
        }
      }
    }
    print("\(activation): CROWN's width is at most \(worst) of 2ε times the gradient's size")
  }
}
