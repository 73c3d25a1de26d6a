import PlateauData
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("Linear networks")
struct LinearNetworkTests {
  private static let inputs = 4
  private static let classes = 3

  private func network(_ generator: inout SeededGenerator) throws -> Network<Double> {
    let architecture = try Architecture(
      input: .vector(Self.inputs), layers: [.dense(units: Self.classes)])
    return try Network(
      architecture,
      parameters: (0..<architecture.layout.count).map { _ in generator.uniform(-1, 1) })
  }

  @Test func `exact accuracies agree with all corners of ball and box`() throws {
    var generator = SeededGenerator(seed: 6, purpose: "linear")
    let network = try network(&generator)
    let inputs = (0..<300 * Self.inputs).map { _ in Float(generator.uniform()) }
    let matrix = Matrix(rows: 300, columns: Self.inputs, elements: inputs)
    let logits = network.logits(of: matrix.converted(), workers: Workers(threads: 1))
    // Mostly the network's own answers, so that some are robust.
    let labels = (0..<300).map { row in
      let scores = Array(logits.row(row))
      return row % 5 == 0
        ? row % Self.classes : scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
    let examples = Examples(
      inputs: matrix, labels: labels, classCount: Self.classes, shape: .vector(Self.inputs))
    let epsilon = 0.15
    func isRobust(_ row: Int, _ epsilon: Double) -> Bool {
      (0..<1 << Self.inputs).allSatisfy { corner in
        let x = matrix.row(row).enumerated().map { index, value in
          corner >> index & 1 == 0
            ? max(0, Double(value) - epsilon) : min(1, Double(value) + epsilon)
        }
        let scores = (0..<Self.classes).map { output in
          x.indices.reduce(network.parameters[Self.classes * Self.inputs + output]) {
            $0 + network.parameters[output * Self.inputs + $1] * x[$1]
          }
        }
        return scores.indices.allSatisfy {
          $0 == labels[row] || scores[labels[row]] > scores[$0]
        }
      }
    }
    let measurement = LinearMeasurement(test: examples, workers: Workers(threads: 2))
    let points = measurement.points(network, epsilons: [epsilon / 4, epsilon])
    #expect(points.count == 2 && points[0].cleanAccuracy == points[1].cleanAccuracy)
    let point = points[1]
    let clean = (0..<300).count { isRobust($0, 0) }
    let robust = (0..<300).count { isRobust($0, epsilon) }
    let nearly = (0..<300).count { isRobust($0, epsilon / 4) }
    #expect(point.cleanAccuracy == Double(clean) / 300)
    #expect(point.robustAccuracy == Double(robust) / 300)
    #expect(points[0].robustAccuracy == Double(nearly) / 300)
    #expect(robust > 30 && robust < clean - 30)
  }

  @Test func `draws take the places of weights with their ranks and norm`() {
    var generator = SeededGenerator(seed: 7, purpose: "ranks")
    let weights = (0..<200).map { _ in generator.normal() }
    let draws = (0..<200).map { _ in generator.uniform(-3, 3) }
    let replaced = RankedWeights(weights, using: &generator).replaced(by: draws)
    for (first, second) in zip(weights.indices, weights.indices.dropFirst()) {
      #expect((weights[first] < weights[second]) == (replaced[first] < replaced[second]))
    }
    let norms = (WeightNorms(of: weights), WeightNorms(of: replaced), WeightNorms(of: draws))
    // Sums of 200 squares, a root and a product.
    #expect((norms.1.l2 / norms.0.l2 - 1).magnitude < 200 * 0x1p-52)
    #expect((norms.1.ratio / norms.2.ratio - 1).magnitude < 200 * 0x1p-51)
  }

  @Test func `weights that are equal take random ranks`() {
    let weights = Array(repeating: 0.0, count: 400) + [1, -1]
    let draws = (0..<402).map { Double($0) - 200.5 }
    func replaced(_ seed: UInt64) -> [Double] {
      var generator = SeededGenerator(seed: seed, purpose: "ranks")
      return RankedWeights(weights, using: &generator).replaced(by: draws)
    }
    let first = replaced(1)
    #expect(first != replaced(2) && first == replaced(1))
    #expect(first.max() == first[400] && first.min() == first[401])
    // In the order of places the first half would be all negative: 0 of 200 are positive.
    let positive = first.prefix(200).count { $0 > 0 }
    // Of 400 ranks 200 are drawn without return: variance 200·¼·200/399.
    #expect((Double(positive) - 100).magnitude < 5 * (200 * 0.25 * 200 / 399.0).squareRoot())
  }

  @Test func `shrinking is the proximal operator of the magnitude`() {
    for value: Float in [-2, -0.5, -0.25, 0, 0.125, 0.5, 3] {
      let threshold: Float = 0.5
      let shrunk = value.shrunk(by: threshold)
      func objective(_ u: Float) -> Float {
        0.5 * (u - value) * (u - value) + threshold * u.magnitude
      }
      for step in -64...64 {
        #expect(objective(shrunk) <= objective(Float(step) / 16), "\(value)")
      }
    }
  }

  @Test func `norms and sparsity of a point are those of its weights`() throws {
    let point = try #require(
      LinearPoint(weights: [3, 0, -4, 0], cleanAccuracy: 1, robustAccuracy: 0.5))
    #expect(point.normRatio == 7.0 / 5 / 2 && point.sparsity == 0.5)
    #expect(LinearPoint(weights: [2, 2], cleanAccuracy: 1, robustAccuracy: 1) == nil)
  }
}
