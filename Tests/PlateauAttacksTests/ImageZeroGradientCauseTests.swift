import PlateauAttacks
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Causes of zero gradients of convolutional and residual networks")
struct ImageZeroGradientCauseTests {
  static let image = InputShape(channels: 1, height: 4, width: 4)
  static let three = Window(3, padding: 1)

  static func convolution(_ window: Window = three) -> Layer {
    .convolution(Convolution(channels: 2, window: window))
  }

  /// Two convolutions, the first pooled: hidden layers 1 and 2, and the logits, 3.
  static func convolutional(_ activation: Activation, averages: Bool = false) -> [Layer] {
    [
      convolution(), .activation(activation),
      averages ? .averagePooling(Pooling(2)) : .maxPooling(Pooling(2)),
      convolution(Window(1)), .activation(activation), .flatten, .dense(units: 2),
    ]
  }

  /// A block with a shortcut: the first convolution is hidden layer 1, the block's are 2 and 3.
  static func residual(_ activation: Activation) -> [Layer] {
    [
      convolution(), .activation(activation),
      convolution(), .batchNormalization(epsilon: 1e-3), .activation(activation),
      convolution(), .add(layer: 1), .activation(activation), .globalAveragePooling,
      .dense(units: 2),
    ]
  }

  /// A block whose shortcut is a convolution.
  static func projected(_ activation: Activation) -> [Layer] {
    [
      convolution(), .activation(activation), convolution(), .activation(activation),
      convolution(), .output(layer: 1), convolution(Window(1)), .add(layer: 4),
      .activation(activation), .flatten, .dense(units: 2),
    ]
  }

  /// The same weight and bias throughout a layer, but no weight to class 1 and no bias of it.
  private func network(
    _ layers: [Layer], weights: [Double], biases: [Double]
  ) throws -> Network<Double> {
    let architecture = try Architecture(input: Self.image, layers: layers)
    let tensors = architecture.layout.tensors
    var parameters = [Double](repeating: 0, count: architecture.layout.count)
    var layer = -1
    for tensor in tensors {
      if tensor.isWeight { layer += 1 }
      let isLast = tensor.range.lowerBound >= tensors[tensors.count - 2].range.lowerBound
      let range = isLast ? tensor.range.prefix(tensor.range.count / 2) : tensor.range[...]
      // Of batch normalization the shift is 0, as is the mean, and scale and variance are 1.
      let isNormalization =
        tensor.name.hasPrefix("layers.2.")
        && tensors.contains { $0.name == "layers.2.running_var" }
      let value: Double =
        if isNormalization {
          tensor.name.hasSuffix("weight") || tensor.name.hasSuffix("var") ? 1 : 0
        } else {
          tensor.isWeight ? weights[layer] : biases[layer]
        }
      for index in range { parameters[index] = value }
    }
    return try Network(architecture, parameters: parameters)
  }

  private func cause(
    _ network: Network<Double>, loss: LogitLoss = .crossEntropy, rule: GradientRule = .naive,
    precision: Precision = .float
  ) -> ZeroGradientCause? {
    let values = (0..<16).map { Float($0 * 7 % 16) / 16 }
    return ZeroGradientCauses.of(
      network, inputs: Matrix(rows: 1, columns: 16, elements: values), labels: [0], loss: loss,
      rule: rule, precision: precision, workers: Workers(threads: 1))[0]
  }

  private func saturated(_ biases: [Double], _ layers: [Layer]) throws -> Network<Double> {
    try network(layers, weights: biases.map { _ in 0.1 }, biases: biases)
  }

  // MARK: - A convolutional network

  @Test func `softmax that rounds to 0 and 1`() throws {
    for layers in [Self.convolutional(.sigmoid), Self.residual(.sigmoid)] {
      let count = layers.count(where: \.hasWeights)
      #expect(try cause(saturated([Double](repeating: 0, count: count), layers)) == nil)
      let confident = try saturated(
        [Double](repeating: 0, count: count - 1) + [200], layers)
      #expect(cause(confident) == .softmaxSaturation)
      #expect(cause(confident, precision: .double) == .softmaxSaturation)
      #expect(cause(confident, loss: .margin) == nil)
      #expect(cause(confident, rule: .stable) == nil)
    }
  }

  @Test(arguments: [Activation.sigmoid, .tanh], [false, true])
  func `slopes that round to 0`(activation: Activation, averages: Bool) throws {
    for layer in [1, 2] {
      // Behind a saturated layer all activities of a pooling are equal, and the first wins.
      let network = try saturated(
        layer == 1 ? [50, 0, 0] : [0, 50, 0],
        Self.convolutional(activation, averages: averages))
      for precision in Precision.allCases {
        #expect(cause(network, precision: precision) == .slopeUnderflow(layer: layer))
        #expect(cause(network, rule: .stable, precision: precision) == nil)
      }
    }
    let both = try saturated([50, 50, 0], Self.convolutional(activation, averages: averages))
    #expect(cause(both) == .slopeUnderflow(layer: 2))
  }

  @Test func `products that round to 0`() throws {
    // σ′(−60)² is below the least float; so is 10⁻⁶⁰.
    let slopes = try saturated([-60, -60, 0], Self.convolutional(.sigmoid))
    #expect(cause(slopes) == .signalUnderflow(layer: 1))
    #expect(cause(slopes, precision: .double) == nil)
    for (layer, weights) in [(1, [1e-30, 1e-30, 1]), (2, [1, 1e-30, 1e-30])] {
      let network = try network(
        Self.convolutional(.relu), weights: weights, biases: [0.1, 0.1, 0])
      #expect(cause(network) == .signalUnderflow(layer: layer))
      #expect(cause(network, rule: .stable) == nil)
    }
    let pooled = try network(
      Self.convolutional(.relu, averages: true), weights: [1, 1, 2.8e-45], biases: [0.1, 0.1, 0])
    // The least float, 1.4·10⁻⁴⁵, arrives in two channels; half of it is left for each of four pixels.
    #expect(cause(pooled) == .signalUnderflow(layer: 2))
    #expect(cause(pooled, precision: .double) == nil)
  }

  @Test(arguments: [Activation.relu, .clippedReLU], [1, 2])
  func `units of slope 0`(activation: Activation, layer: Int) throws {
    let network = try saturated(
      layer == 1 ? [-100, 0.1, 0] : [0.1, -100, 0], Self.convolutional(activation))
    for rule in [GradientRule.naive, .stable] {
      for precision in Precision.allCases {
        #expect(cause(network, rule: rule, precision: precision) == .deadUnits(layer: layer))
      }
    }
    #expect(cause(network, rule: .surrogate(softness: 2), precision: .double) == nil)
  }

  @Test func `weights that are zero`() throws {
    for layers in [Self.convolutional(.sigmoid), Self.convolutional(.sigmoid, averages: true)] {
      for layer in 0..<3 {
        var weights = [0.1, 0.1, 0.1]
        weights[layer] = 0
        let network = try network(layers, weights: weights, biases: [0, 0, 0])
        for rule in [GradientRule.naive, .stable, .surrogate(softness: 2)] {
          #expect(cause(network, rule: rule) == .flat)
        }
      }
    }
    let dead = try network(
      Self.convolutional(.relu), weights: [0.1, 0.1, 0.1], biases: [-100, 0.1, 200])
    #expect(cause(dead) == .deadUnits(layer: 1))
  }

  // MARK: - Branches

  @Test func `a shortcut keeps the signal that a block loses`() throws {
    for biases in [[0, 50, 0, 0], [0, -2000, 0, 0.0]] {
      let network = try saturated(biases, Self.residual(.sigmoid))
      #expect(cause(network) == nil && cause(network, rule: .stable) == nil)
    }
    #expect(try cause(saturated([0.1, -100, 0.1, 0], Self.residual(.relu))) == nil)
  }

  @Test func `slopes around a block that round to 0`() throws {
    for layer in [1, 3] {
      let biases = layer == 1 ? [50.0, 0, 0, 0] : [0, 0, 50, 0]
      let network = try saturated(biases, Self.residual(.tanh))
      for precision in Precision.allCases {
        #expect(cause(network, precision: precision) == .slopeUnderflow(layer: layer))
        #expect(cause(network, rule: .stable, precision: precision) == nil)
      }
    }
  }

  @Test func `products around a block that round to 0`() throws {
    let network = try saturated([-60, 0, -60, 0], Self.residual(.sigmoid))
    #expect(cause(network) == .signalUnderflow(layer: 1))
    #expect(cause(network, precision: .double) == nil)
  }

  @Test func `units of slope 0 around a block, and weights that are zero`() throws {
    for layer in [1, 3] {
      let biases = layer == 1 ? [-100.0, 0.1, 0.1, 0] : [0.1, 0.1, -100, 0]
      let network = try saturated(biases, Self.residual(.relu))
      for rule in [GradientRule.naive, .stable] {
        #expect(cause(network, rule: rule) == .deadUnits(layer: layer))
      }
    }
    for layer in 0..<4 {
      var weights = [0.1, 0.1, 0.1, 0.1]
      weights[layer] = 0
      let network = try network(Self.residual(.sigmoid), weights: weights, biases: [0, 0, 0, 0])
      // The shortcut does not need the weights of the block.
      #expect(cause(network) == (layer == 1 || layer == 2 ? nil : .flat))
    }
  }

  @Test func `of two branches the last that has a signal says why it is lost`() throws {
    let weights = [0.1, 0.1, 0.1, 0, 0.1]
    let dead = try network(
      Self.projected(.relu), weights: weights, biases: [0.1, -100, 0.1, 0.1, 0])
    #expect(cause(dead) == .deadUnits(layer: 2) && cause(dead, rule: .stable) == cause(dead))
    let flat = try network(
      Self.projected(.sigmoid), weights: weights, biases: [0, 50, 0, 0, 0])
    #expect(cause(flat) == .slopeUnderflow(layer: 2) && cause(flat, rule: .stable) == nil)
  }

  // MARK: - Random networks

  @Test(arguments: [Activation.sigmoid, .relu])
  func `only what stable gradients find zero, too, is the network's`(
    activation: Activation
  ) throws {
    var generator = SeededGenerator(seed: 5, purpose: "network")
    let inputs = Matrix(
      rows: 60, columns: 16, elements: (0..<960).map { _ in Float(generator.below(257)) / 256 })
    let labels = (0..<60).map { _ in generator.below(2) }
    var found = 0
    for layers in [
      Self.convolutional(activation), Self.residual(activation), Self.projected(activation),
    ] {
      let random = Network<Double>(
        try Architecture(input: Self.image, layers: layers), initializer: .uniformFanIn,
        using: &generator)
      for gain in [1.0, 30, 300] {
        let network = random.multiplyingHiddenLayers(by: gain)
        let causes = ZeroGradientCauses.of(
          network, inputs: inputs, labels: labels, workers: Workers(threads: 2))
        let naive = Network<Float>(network).inputGradient(
          of: .crossEntropy, at: inputs.converted(), labels: labels, rule: .naive,
          workers: Workers(threads: 2))
        let stable = network.inputGradient(
          of: .crossEntropy, at: inputs.converted(), labels: labels, rule: .stable,
          workers: Workers(threads: 2))
        for (row, cause) in causes.enumerated() {
          #expect((cause != nil) == naive.isZero(row: row))
          if let cause {
            found += 1
            #expect(cause.isOfNetwork == stable.isZero(row: row))
          }
        }
      }
    }
    #expect(found > 20)
  }
}

extension Layer {
  fileprivate var hasWeights: Bool {
    switch operation {
    case .dense, .convolution: true
    default: false
    }
  }
}
