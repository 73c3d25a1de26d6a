import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Bounds of inputs that are mostly one number")
struct BackgroundTests {
  static let features = 40

  /// Rows that are mostly 0, and every third one that is not.
  private func examples(_ count: Int, classes: Int = 4, seed: UInt64) -> Examples {
    let all = Cases.examples(count, features: Self.features, classes: classes, seed: seed)
    var inputs = all.inputs
    var generator = SeededGenerator(seed: seed, purpose: "background")
    for row in 0..<count where row % 3 != 2 {
      for column in 0..<Self.features where column == 0 || generator.below(4) > 0 {
        inputs[row, column] = 0
      }
    }
    return all.with(inputs)
  }

  // Sums of 40 products near 1 are computed to some 10⁻¹⁴, twice; gains of 3 and 9 follow.
  @Test("They do not depend on which column comes first", arguments: Norm.allCases)
  func permutation(_ norm: Norm) throws {
    let network = try Cases.network([Self.features, 30, 9, 4], .sigmoid, seed: 31)
    let examples = examples(30, seed: 32)
    let threat = ThreatModel(norm: norm, epsilon: 0.05)
    let margins = IntervalBounds(network).margins(
      of: examples, within: threat, workers: Cases.workers)
    var moved = 0
    for row in 0..<30 {
      let own = examples.selecting([row])
      // From a column that few others are like, nearly all differ: they are not listed.
      guard let place = own.inputs.elements.firstIndex(where: { $0 != 0 }), place > 0 else {
        continue
      }
      moved += 1
      var inputs = own.inputs
      inputs[0, 0] = own.inputs[0, place]
      inputs[0, place] = own.inputs[0, 0]
      var parameters = network.parameters
      for unit in 0..<30 {
        parameters.swapAt(unit * Self.features, unit * Self.features + place)
      }
      let bounds = IntervalBounds(try Network(network.architecture, parameters: parameters))
      let other = bounds.margins(of: own.with(inputs), within: threat, workers: Cases.workers)[0]
      #expect(abs(other - margins[row]) <= 1e-12)
    }
    #expect(moved == 20)
  }

  @Test("They do not depend on the number of threads, and hardly on other examples")
  func independence() throws {
    let network = try Cases.network([Self.features, 30, 9, 4], .tanh, seed: 33)
    let examples = examples(300, seed: 34)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.05)
    let bounds = IntervalBounds(network)
    let margins = bounds.margins(of: examples, within: threat, workers: Workers(threads: 1))
    #expect(margins == bounds.margins(of: examples, within: threat, workers: Cases.workers))
    // Products of an odd row add in another order.
    for row in 0..<30 {
      let alone = bounds.margins(
        of: examples.selecting([row]), within: threat, workers: Cases.workers)[0]
      #expect(abs(alone - margins[row]) <= 1e-12)
    }
  }

  @Test("They are never above exact margins", arguments: [0, 3, 40])
  func soundness(_ epsilon: Int128) throws {
    var generator = SeededGenerator(seed: 35, purpose: "weights")
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(Self.features), widths: [4], activation: .relu, classes: 3)
    let threat = ThreatModel(norm: .lInfinity, epsilon: Double(epsilon) / 256)
    var certified = 0
    for trial in 0..<60 {
      var parameters = (0..<4 * Self.features + 4).map { _ in generator.wildInteger(60) }
      // Cancellation to small numbers in half of the hidden units: also of the sums of weights.
      for row in 0..<2 {
        for column in 0..<Self.features / 2 {
          let place = row * Self.features + 2 * column
          parameters[place + 1] = -parameters[place]
        }
      }
      parameters += (0..<15).map { _ in generator.wildInteger(20) }
      let network = try Network<Double>(architecture, parameters: parameters)
      let examples = examples(3, classes: 3, seed: UInt64(trial))
      let margins = IntervalBounds(network).margins(
        of: examples, within: threat, workers: Cases.workers)
      for (index, bound) in margins.enumerated() {
        if bound > 0 { certified += 1 }
        for _ in 0..<20 {
          let point = examples.inputs.row(index).map { value in
            let value = Int128(value * 256)
            return generator.below(2) == 0 ? max(0, value - epsilon) : min(256, value + epsilon)
          }
          let exact = Exact.margin(
            Exact.logits(network, point, unit: 256), examples.labels[index])
          #expect(Exact.ceiling(bound, scale: 256) <= exact)
        }
      }
    }
    // Some are certified, so that the test says something.
    #expect(certified > 3)
  }
}

extension Examples {
  fileprivate func with(_ inputs: Matrix<Float>) -> Examples {
    Examples(inputs: inputs, labels: labels, classCount: classCount, shape: shape)
  }
}
