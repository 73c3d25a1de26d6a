import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauCertification

@Suite("Linear bounds of parts of a problem")
struct AssumptionTests {
  /// Margins of many parts of one example's problem.
  private func margins(
    _ network: Network<Double>, _ examples: Examples, _ threat: ThreatModel,
    _ parts: [[NeuronAssumption]], _ optimization: AlphaOptimization?
  ) -> [Double] {
    let domains = DomainBounds(
      BoundedNetwork(network, unitLimit: 4096), optimization, capacity: parts.count, pairs: 16,
      rows: 32)
    let result = RowBuffer<Double>(capacity: parts.count, columns: examples.classCount)
    let inputs = Matrix<Float>(
      rows: parts.count, columns: examples.inputs.columns,
      elements: parts.flatMap { _ in examples.inputs.row(0) })
    domains.workspace.load(inputs, rows: 0..<parts.count, threat)
    domains.workspace.assumptions = parts
    domains.bound(parts.count) {
      domains.workspace.start(threat, count: parts.count)
    } finish: { isOptimized in
      domains.margins(
        of: parts.map { _ in examples.labels[0] }, into: result.pointer, isOptimized: isOptimized)
    }
    return parts.indices.map { row in result.matrix().row(row).min() ?? .infinity }
  }

  @Test(
    "Parts are no looser than the whole, and no point of a part lies below its bound",
    arguments: Activation.allCases.filter(\.largestSlope.isFinite),
    [nil, AlphaOptimization(iterations: 3, hiddenIterations: 2)])
  func parts(_ activation: Activation, _ optimization: AlphaOptimization?) throws {
    let network = try Cases.network([5, 8, 6, 3], activation, seed: 11)
    let examples = Cases.examples(1, features: 5, classes: 3, seed: 12)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.3)
    let far = Double.greatestFiniteMagnitude
    // Both sides of two units, a part that is empty, and the whole.
    let sides = [NeuronRange(low: -far, high: 0), NeuronRange(low: 0, high: far)]
    var parts = sides.flatMap { first in
      sides.map { second in
        [
          NeuronAssumption(stage: 0, unit: 2, range: first),
          NeuronAssumption(stage: 1, unit: 1, range: second),
        ]
      }
    }
    parts.append([NeuronAssumption(stage: 0, unit: 0, range: NeuronRange(low: 1e6, high: far))])
    parts.append([])
    let bounds = margins(network, examples, threat, parts, optimization)
    #expect(bounds[4] == .infinity)
    // Lines around narrower intervals may be looser for one margin, but hardly on average.
    #expect(bounds[0..<4].filter { $0 < bounds[5] - 1e-9 }.count <= 1)
    #expect(bounds[0..<4].contains { $0 > bounds[5] })
    var generator = SeededGenerator(seed: 13, purpose: "samples")
    let center = examples.inputs.converted(to: Double.self)
    for trial in 0..<300 {
      let point = Ordering.points(of: center, threat, atCorners: trial % 2 == 0, &generator)
      let values = network.hiddenPreActivations(of: point, workers: Cases.workers)
      let part = (values[0][0, 2] > 0 ? 2 : 0) + (values[1][0, 1] > 0 ? 1 : 0)
      let logits = network.logits(of: point, workers: Cases.workers)
      #expect(Cases.margins(logits, examples.labels)[0] >= bounds[part] - 1e-12)
    }
  }
}
