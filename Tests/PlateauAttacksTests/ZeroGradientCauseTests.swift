import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Causes of zero gradients")
struct ZeroGradientCauseTests {
  let one = Workers(threads: 1)

  /// A network with the same weight and bias throughout a layer, but a larger weight to class 0.
  private func network(
    _ activation: Activation?, weights: [Double], biases: [Double]
  ) throws -> Network<Double> {
    let hidden = weights.count - 1
    let layers = (0..<hidden).flatMap { _ in
      [Layer.dense(units: 3)] + (activation.map { [.activation($0)] } ?? [])
    }
    let architecture = try Architecture(input: .vector(3), layers: layers + [.dense(units: 2)])
    var parameters: [Double] = []
    for layer in 0..<hidden {
      parameters += [Double](repeating: weights[layer], count: 9)
      parameters += [Double](repeating: biases[layer], count: 3)
    }
    parameters += [Double](repeating: weights[hidden], count: 3) + [0, 0, 0]
    parameters += [biases[hidden], 0]
    return try Network(architecture, parameters: parameters)
  }

  private func cause(
    _ network: Network<Double>, label: Int = 0, loss: LogitLoss = .crossEntropy,
    rule: GradientRule = .naive, precision: Precision = .float
  ) -> ZeroGradientCause? {
    ZeroGradientCauses.of(
      network, inputs: Matrix(rows: 1, columns: 3, elements: [0.2, 0.5, 0.9]), labels: [label],
      loss: loss, rule: rule, precision: precision, workers: one)[0]
  }

  // MARK: - One cause each

  @Test func `softmax that rounds to 0 and 1`() throws {
    let network = try network(.sigmoid, weights: [0.1, 0.1], biases: [0, 0])
    #expect(cause(network) == nil)
    let confident = try self.network(.sigmoid, weights: [0.1, 0.1], biases: [0, 200])
    #expect(cause(confident) == .softmaxSaturation)
    // e⁻²⁰⁰ is a double, but 1 − e⁻²⁰⁰ is not: of the other class p is left, but all its weights
    // are zero.
    #expect(cause(confident, precision: .double) == .softmaxSaturation)
    #expect(cause(confident, loss: .margin) == nil)
    #expect(cause(confident, rule: .stable) == nil)
  }

  @Test(arguments: [Activation.sigmoid, .tanh], [1, 2, 3])
  func `slopes that round to 0`(activation: Activation, layer: Int) throws {
    var biases = [0.0, 0, 0, 0]
    // 1 − σ(50) ≈ 2⁻⁷² is below the spacing of Double at 1, and so is 1 − tanh² 50.
    biases[layer - 1] = 50
    let network = try network(activation, weights: [0.1, 0.1, 0.1, 0.1], biases: biases)
    for precision in Precision.allCases {
      #expect(cause(network, precision: precision) == .slopeUnderflow(layer: layer))
      #expect(cause(network, rule: .stable, precision: precision) == nil)
    }
  }

  @Test func `a softmax inside that rounds to 0 and 1`() throws {
    let architecture = try Architecture(
      input: .vector(3),
      layers: [.dense(units: 3), Layer(.softmax(size: 3)), .dense(units: 2)])
    let weights = [0.1, 0.2, 0.3, -0.1, 0.1, 0.2, 0.3, 0.2, 0.1]
    func network(_ bias: Double) throws -> Network<Double> {
      try Network(
        architecture, parameters: weights + [bias, 0, 0] + [0.1, 0.2, 0.3, 0.3, 0.1, 0.2, 0, 0])
    }
    #expect(try cause(network(20)) == nil)
    let saturated = try network(200)
    #expect(cause(saturated) == .attentionSaturation(layer: 2))
    // e⁻²⁰⁰ is a double.
    #expect(cause(saturated, precision: .double) == nil)
    #expect(cause(saturated, rule: .stable) == nil)
    #expect(
      ZeroGradientCause.attentionSaturation(layer: 2).description
        == "attention saturation in layer 2")
  }

  @Test func `factors of a product that both round to 0`() throws {
    let architecture = try Architecture(
      input: .vector(3),
      layers: [
        .dense(units: 3), .activation(.sigmoid), Layer(.dense(units: 3), of: .input),
        .activation(.sigmoid), Layer(.product, of: .layer(1), .layer(3)), .dense(units: 2),
      ])
    let dense = [Double](repeating: 0.1, count: 9)
    func network(_ bias: Double) throws -> Network<Double> {
      let layer = dense + [bias, bias, bias]
      return try Network(
        architecture, parameters: layer + layer + [1, 1, 1, 0, 0, 0, 0, 0])
    }
    #expect(try cause(network(-2)) == nil)
    // σ(−120) ≈ 8·10⁻⁵³ is no float; of doubles it is one, as is its square.
    #expect(try cause(network(-120)) == .factorUnderflow(layer: 3))
    #expect(try cause(network(-120), precision: .double) == nil)
    #expect(try cause(network(-120), rule: .stable, precision: .double) == nil)
  }

  @Test func `of two layers that lose it the one nearer to the output is named`() throws {
    let network = try network(.sigmoid, weights: [0.1, 0.1, 0.1, 0.1], biases: [50, 0, 50, 0])
    #expect(cause(network) == .slopeUnderflow(layer: 3))
  }

  @Test func `products of slopes that round to 0, though no slope does`() throws {
    // σ′(−60) ≈ 9·10⁻²⁷ is a normal float; its square is below the least one.
    for layer in [1, 2] {
      var biases = [0.0, 0, 0, 0]
      biases[layer - 1] = -60
      biases[layer] = -60
      let network = try network(.sigmoid, weights: [0.1, 0.1, 0.1, 0.1], biases: biases)
      #expect(cause(network) == .signalUnderflow(layer: layer))
      #expect(cause(network, precision: .double) == nil)
    }
  }

  @Test(arguments: [1, 2, 3, 4])
  func `products with weights that round to 0`(layer: Int) throws {
    // The layer's own weights times a signal of about 10⁻³⁰ from the layer behind.
    var weights = [1.0, 1, 1, 1]
    if layer < 4 { weights[layer] = 1e-30 }
    weights[layer - 1] = layer < 4 ? 1e-30 : 1e-45
    // Half of the least float, which is about 1.4·10⁻⁴⁵, rounds to 0 where it meets p − 1 = −½.
    let network = try network(nil, weights: weights, biases: [0, 0, 0, 0])
    #expect(cause(network) == .signalUnderflow(layer: layer))
  }

  @Test(arguments: [Activation.relu, .clippedReLU], [1, 2, 3])
  func `units of slope 0`(activation: Activation, layer: Int) throws {
    var biases = [0.1, 0.1, 0.1, 0]
    biases[layer - 1] = -100
    let network = try network(activation, weights: [0.1, 0.1, 0.1, 0.1], biases: biases)
    for rule in [GradientRule.naive, .stable] {
      for precision in Precision.allCases {
        #expect(cause(network, rule: rule, precision: precision) == .deadUnits(layer: layer))
      }
    }
    // A softened ReLU has a slope everywhere, if only e⁻⁵⁰.
    #expect(cause(network, rule: .surrogate(softness: 2), precision: .double) == nil)
  }

  @Test func `weights that are zero`() throws {
    for layer in 0..<3 {
      var weights = [0.1, 0.1, 0.1]
      weights[layer] = 0
      let network = try network(.sigmoid, weights: weights, biases: [0, 0, 0])
      for rule in [GradientRule.naive, .stable, .surrogate(softness: 2)] {
        #expect(cause(network, rule: rule) == .flat)
      }
    }
  }

  @Test func `what exact arithmetic makes zero is never put down to rounding`() throws {
    let dead = try network(.relu, weights: [0.1, 0.1, 0.1], biases: [-100, 0.1, 200])
    #expect(cause(dead) == .deadUnits(layer: 1))
    let constant = try network(.sigmoid, weights: [0, 0.1, 0.1], biases: [0, 50, 200])
    #expect(cause(constant) == .flat)
  }

  // MARK: - Trained networks

  @Test func `a trained network with a gain loses slopes, with large logits softmax`() throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(200, seed: 4)
    let steep = network.multiplyingHiddenLayers(by: 300)
    let causes = ZeroGradientCauses.of(
      steep, inputs: examples.inputs, labels: examples.labels, workers: one)
    let gradient = Network<Float>(steep).inputGradient(
      of: .crossEntropy, at: examples.inputs, labels: examples.labels, rule: .naive, workers: one)
    for (row, cause) in causes.enumerated() { #expect((cause != nil) == gradient.isZero(row: row)) }
    let summary = ZeroGradientSummary(causes)
    #expect(summary.count > 100 && summary.artefacts == summary.count)
    let allowed: Set<ZeroGradientCause?> = [
      .softmaxSaturation, .slopeUnderflow(layer: 1), .slopeUnderflow(layer: 2),
      .signalUnderflow(layer: 1), .signalUnderflow(layer: 2), nil,
    ]
    #expect(Set(causes).isSubset(of: allowed))
    #expect(causes.contains(.slopeUnderflow(layer: 2)))

    let loud = ZeroGradientCauses.of(
      network.multiplyingLogits(by: 1000), inputs: examples.inputs, labels: examples.labels,
      workers: one)
    #expect(loud.count { $0 == .softmaxSaturation } > 150)
    #expect(loud.allSatisfy { $0 == nil || $0 == .softmaxSaturation })
    let stable = ZeroGradientCauses.of(
      steep, inputs: examples.inputs, labels: examples.labels, rule: .stable, precision: .double,
      workers: one)
    #expect(stable.allSatisfy { $0 == nil })
  }

  @Test func `causes are the same for any number of threads`() throws {
    let network = try Toy.network(.sigmoid).multiplyingHiddenLayers(by: 300)
    let examples = Toy.examples(100, seed: 4)
    let results = [1, 2, 4].map {
      ZeroGradientCauses.of(
        network, inputs: examples.inputs, labels: examples.labels, workers: Workers(threads: $0))
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  // MARK: - In words

  @Test func `the summary names shares, kinds and layers`() {
    let slopes: [ZeroGradientCause?] =
      Array(repeating: .slopeUnderflow(layer: 2), count: 40)
      + Array(repeating: .slopeUnderflow(layer: 1), count: 39)
    let none = [ZeroGradientCause?](repeating: nil, count: 21)
    let summary = ZeroGradientSummary(slopes + none)
    #expect(
      summary.text()
        == "79 % of naive gradients are exactly zero (slope underflow in layers 1 and 2)")
    #expect(summary.entries.map(\.cause) == [.slopeUnderflow(layer: 1), .slopeUnderflow(layer: 2)])
    #expect(summary.entries.map(\.count) == [39, 40])
    let mixed = ZeroGradientSummary(
      [.flat, .softmaxSaturation, .softmaxSaturation, .deadUnits(layer: 3)])
    #expect(
      mixed.text(rule: "stable")
        == "100 % of stable gradients are exactly zero "
        + "(softmax saturation, dead units in layer 3, exactly flat)")
    #expect(mixed.artefacts == 2)
    #expect(ZeroGradientSummary(none).text() == "no naive gradient is exactly zero")
    let few = [ZeroGradientCause?](repeating: nil, count: 999) + [.flat]
    #expect(
      ZeroGradientSummary(few).text()
        == "under 1 % of naive gradients are exactly zero (exactly flat)")
    #expect(ZeroGradientCause.slopeUnderflow(layer: 2).description == "slope underflow in layer 2")
  }
}
