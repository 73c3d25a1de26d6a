import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauExperiments

@Suite("What units do over balls")
struct UnitStabilityTests {
  private let threat = ThreatModel(norm: .lInfinity, epsilon: 0.15)
  private let workers = Workers(threads: 2)

  private func network(_ widths: [Int], _ activation: Activation) throws -> Network<Double> {
    var generator = SeededGenerator(seed: 11, purpose: "units")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(2), widths: widths, activation: activation, classes: 3)
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    return network.multiplyingHiddenLayers(by: activation == .sigmoid ? 25 : 3)
  }

  private func inputs(_ count: Int) -> Matrix<Double> {
    var generator = SeededGenerator(seed: 12, purpose: "units")
    return Matrix(
      rows: count, columns: 2, elements: (0..<2 * count).map { _ in generator.uniform() })
  }

  /// Points of the ball around an input, clipped to the box: a grid that has its corners.
  private func grid(_ x: Double, _ y: Double, steps: Int) -> Matrix<Double> {
    func line(_ center: Double) -> [Double] {
      let (low, high) = (max(0, center - threat.epsilon), min(1, center + threat.epsilon))
      return (0...steps).map { low + (high - low) * Double($0) / Double(steps) }
    }
    let points = line(x).flatMap { x in line(y).flatMap { y in [x, y] } }
    return Matrix(rows: points.count / 2, columns: 2, elements: points)
  }

  /// Pre-activations of a hidden layer: the logits of a network that ends there.
  private func values(
    _ network: Network<Double>, _ layer: Int, at points: Matrix<Double>
  ) throws -> Matrix<Double> {
    let widths = network.architecture.hiddenWidths
    let activation = try #require(network.architecture.hiddenActivations[layer])
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(2), widths: Array(widths[..<layer]), activation: activation,
      classes: widths[layer])
    let parameters = network.parameters.prefix(architecture.layout.count)
    return try Network(architecture, parameters: Array(parameters))
      .logits(of: points, workers: workers)
  }

  @Test(arguments: [Activation.relu, .sigmoid])
  func `of one layer shares are exact`(activation: Activation) throws {
    let network = try network([40], activation)
    let inputs = inputs(30)
    let found = UnitStability(network, at: inputs, within: threat, workers: workers)
    var (stable, saturated, here) = (0, 0, 0)
    for row in 0..<30 {
      let corners = grid(inputs[row, 0], inputs[row, 1], steps: 1)
      let z = try values(network, 0, at: corners)
      let own = try values(network, 0, at: inputs)
      for unit in 0..<40 {
        let ends = (0..<4).map { z[$0, unit] }
        let isPositive = ends.allSatisfy { $0 > 0 }
        let isFlat =
          (isPositive || ends.allSatisfy { $0 < 0 })
          && ends.allSatisfy { activation.isSaturated(at: $0) }
        if isFlat { saturated += 1 }
        if isFlat || (activation == .relu && isPositive) { stable += 1 }
        if activation.isSaturated(at: own[row, unit]) { here += 1 }
      }
    }
    #expect(stable > 100 && stable < 1100)
    #expect(found.all.stable == Double(stable) / 1200)
    #expect(found.all.provenSaturated == Double(saturated) / 1200)
    #expect(found.all.saturated == Double(here) / 1200)
    #expect(found.layers == [found.all])
  }

  @Test(arguments: [Activation.relu, .sigmoid])
  func `of two layers no share is above what points of the balls say`(activation: Activation) throws
  {
    let network = try network([12, 10], activation)
    let inputs = inputs(15)
    let found = UnitStability(network, at: inputs, within: threat, workers: workers)
    var counts = [(stable: 0, saturated: 0), (stable: 0, saturated: 0)]
    for row in 0..<15 {
      let points = grid(inputs[row, 0], inputs[row, 1], steps: 12)
      for (layer, width) in [(0, 12), (1, 10)] {
        let z = try values(network, layer, at: points)
        for unit in 0..<width {
          let seen = (0..<points.rows).map { z[$0, unit] }
          let isFlat = seen.allSatisfy { activation.isSaturated(at: $0) }
          if isFlat { counts[layer].saturated += 1 }
          if isFlat || (activation == .relu && seen.allSatisfy { $0 > 0 }) {
            counts[layer].stable += 1
          }
        }
      }
    }
    for (layer, width) in [(0, 12), (1, 10)] {
      let pairs = Double(15 * width)
      #expect(found.layers[layer].stable <= Double(counts[layer].stable) / pairs)
      #expect(found.layers[layer].provenSaturated <= Double(counts[layer].saturated) / pairs)
      #expect(found.layers[layer].stable > 0)
    }
    // The mean over pairs, not over layers.
    let mean = (12 * found.layers[0].stable + 10 * found.layers[1].stable) / 22
    #expect((found.all.stable - mean).magnitude < 1e-12)
  }
}
