import PlateauNumerics
import Testing

@testable import PlateauNetworks

@Suite("Training passes")
struct TrainingPassTests {
  /// The gradients of a batch, with products split one way or the other.
  private func gradients(
    splitsColumns: Bool, threads: Int, activation: Activation
  ) throws -> (statistics: BatchStatistics, gradient: [Double]) {
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(350), widths: [330, 310], activation: activation, classes: 7)
    var generator = SeededGenerator(seed: 3, purpose: "initialize")
    let network = Network<Double>(
      architecture, initializer: .glorotUniform, using: &generator)
    let rows = 150
    let pass = TrainingPass<Double>(
      architecture, capacity: rows, workers: Workers(threads: threads),
      splitsColumns: splitsColumns)
    let inputs = (0..<rows * 350).map { _ in generator.uniform() }
    pass.inputs.load(Matrix(rows: rows, columns: 350, elements: inputs), rows: 0..<rows)
    for row in 0..<rows { pass.labels[row] = Int32(row % 7) }
    var gradient = [Double](repeating: 0, count: network.parameters.count)
    let statistics = network.parameters.withUnsafeBufferPointer { parameters in
      guard let base = parameters.baseAddress else { preconditionFailure("no parameters") }
      return pass.propagate(base, rows: rows, penaltyWeights: [0.3, 0.2]) { _, _ in }
    }
    gradient.withUnsafeMutableBufferPointer { gradient in
      guard let base = gradient.baseAddress else { return }
      pass.forEachGradientTile { tile, weights, biases in
        (base + tile.weights.lowerBound).update(from: weights, count: tile.weights.count)
        (base + tile.biases.lowerBound).update(from: biases, count: tile.biases.count)
      }
    }
    return (statistics, gradient)
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `split by columns or by shards, gradients agree`(activation: Activation) throws {
    let shards = try gradients(splitsColumns: false, threads: 2, activation: activation)
    let columns = try gradients(splitsColumns: true, threads: 2, activation: activation)
    let largest = shards.gradient.map(\.magnitude).max() ?? 0
    let difference = zip(shards.gradient, columns.gradient).map { ($0 - $1).magnitude }.max() ?? 1
    // Products of at most 350 terms, summed in another order: 350 · 2⁻⁵³ for each of the layers.
    #expect(largest > 0 && difference < 1e-12 * largest)
    #expect((shards.statistics.loss - columns.statistics.loss).magnitude < 1e-12)
    #expect(shards.statistics.accuracy == columns.statistics.accuracy)
    #expect(shards.statistics.saturatedFraction == columns.statistics.saturatedFraction)
  }

  @Test func `split by columns, bits do not depend on threads`() throws {
    let results = try [1, 2, 4].map {
      try gradients(splitsColumns: true, threads: $0, activation: .sigmoid)
    }
    for other in results.dropFirst() {
      #expect(other.gradient == results[0].gradient)
      #expect(other.statistics == results[0].statistics)
    }
  }

  @Test func `the architecture alone decides how products are split`() throws {
    func pass(_ width: Int) throws -> TrainingPass<Float> {
      let architecture = try Architecture.multilayerPerceptron(
        input: .vector(784), widths: [width, width], activation: .sigmoid, classes: 10)
      return TrainingPass(architecture, capacity: 1, workers: Workers(threads: 1))
    }
    #expect(try !pass(200).splitsColumns)
    #expect(try pass(1200).splitsColumns)
  }
}
