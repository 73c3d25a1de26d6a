import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@Suite("Interval bounds in training")
struct IntervalTrainingTests {
  let workers = Workers(threads: 1)
  static let full = BoundObjective(
    epsilon: 0.05, crossEntropyWeight: 0.7, penaltyWeight: 0.3, regularization: 0.4)
  static let objectives = [
    BoundObjective(epsilon: 0.05), BoundObjective(epsilon: 0.3, crossEntropyWeight: 0.5),
    BoundObjective(epsilon: 0.05, crossEntropyWeight: 0, penaltyWeight: 0.4), full,
  ]

  /// Compares the gradient with differences of the loss.
  func check(
    _ network: Network<Double>, _ inputs: Matrix<Double>, _ labels: [Int],
    _ objective: BoundObjective, limit: Int? = nil
  ) -> GradientComparison {
    let found = network.boundGradient(
      at: inputs, labels: labels, objective: objective, workers: workers)
    var moved = network
    return GradientCheck(limit: limit).compare(found.gradient, at: network.parameters) { point in
      moved.parameters = point
      return moved.boundGradient(
        at: inputs, labels: labels, objective: objective, workers: workers
      ).statistics.loss
    }
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite), objectives)
  func `gradients of perceptrons are those of differences`(
    activation: Activation, objective: BoundObjective
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation, scale: 1.5)
    let comparison = check(example.network, example.inputs, example.labels, objective)
    #expect(comparison.passes, "\(comparison)")
    #expect(comparison.compared > 100)
  }

  @Test(arguments: [Activation.sigmoid, .relu])
  func `gradients of images are those of differences`(activation: Activation) throws {
    for example in try ImageCase<Double>.all(activation) {
      let architecture = example.network.architecture
      guard IntervalTrainingPass<Double>.unboundedLayer(of: architecture) == nil else { continue }
      let comparison = check(
        example.network, example.inputs, example.labels, Self.full, limit: 40)
      #expect(comparison.passes, "\(example.name): \(comparison)")
      #expect(comparison.compared > 10, "\(example.name)")
    }
  }

  static let ends: [[Layer]] = [
    [.dense(units: 5), .activation(.tanh), .dense(units: 3), .activation(.sigmoid)],
    [
      .convolution(Convolution(channels: 3, window: Window(2))), .activation(.sigmoid),
      .globalAveragePooling,
    ],
    [
      .dense(units: 3), .activation(.tanh), .dense(units: 3),
      Layer(.dense(units: 3), of: .layer(1)), Layer(.sum, of: .layer(2), .previous),
    ],
    [.convolution(Convolution(channels: 3, window: Window(height: 3, width: 2)))],
  ]

  @Test(arguments: ends)
  func `gradients are those of differences where the last layer is not dense`(
    layers: [Layer]
  ) throws {
    let architecture = try Architecture(
      input: InputShape(channels: 1, height: 3, width: 2), layers: layers)
    var generator = SeededGenerator(seed: 9, purpose: "ends")
    let network = Network<Double>(architecture, initializer: .heUniform, using: &generator)
    let inputs = Matrix(
      rows: 40, columns: 6,
      elements: (0..<240).map { _ in Double.random(in: 0.1...0.9, using: &generator) })
    let labels = (0..<40).map { $0 % architecture.classCount }
    for objective in Self.objectives {
      let comparison = check(network, inputs, labels, objective)
      #expect(comparison.passes, "\(comparison)")
    }
    // A box is what its ends allow: the margins of a tiny ball are those of its center.
    let margins = network.boundMargins(
      of: inputs, labels: labels, epsilon: 0, workers: workers)
    let logits = network.logits(of: inputs, workers: workers)
    for (row, label) in labels.enumerated() {
      let others = (0..<logits.columns).filter { $0 != label }.map { logits[row, $0] }
      let expected = logits[row, label] - (others.max() ?? 0)
      // Sums of at most 10 terms in three layers.
      #expect((margins[row] - expected).magnitude < 1e-14)
    }
    // Two shards go to two threads.
    let both = [1, 2].map { threads in
      network.boundGradient(
        at: inputs, labels: labels, objective: Self.full, workers: Workers(threads: threads)
      ).gradient
    }
    #expect(both[0] == both[1])
    let trained = [1, 2].map { threads in
      network.parameterGradient(
        at: inputs, labels: labels, penaltyWeights: architecture.hiddenWidths.map { _ in 0.1 },
        workers: Workers(threads: threads)
      ).gradient
    }
    #expect(trained[0] == trained[1])
  }

  @Test func `the regularizers have a cost, and gradients of their own`() throws {
    let example = try RandomCase<Double>.perceptron(.relu, scale: 1.5)
    let objective = BoundObjective(epsilon: 0.02, crossEntropyWeight: 0, regularization: 1)
    let found = example.network.boundGradient(
      at: example.inputs, labels: example.labels, objective: objective, workers: workers)
    #expect(found.statistics.regularization > 0.1)
    #expect(found.statistics.loss == found.statistics.regularization)
    #expect(found.gradient.contains { $0 != 0 })
    let comparison = check(example.network, example.inputs, example.labels, objective)
    #expect(comparison.passes, "\(comparison)")
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `at radius 0 loss and gradient are those of the examples`(activation: Activation) throws {
    let example = try RandomCase<Double>.perceptron(activation)
    let plain = example.network.parameterGradient(
      at: example.inputs, labels: example.labels, penaltyWeights: [0.3, 0.3], workers: workers)
    let bounds = example.network.boundGradient(
      at: example.inputs, labels: example.labels,
      objective: BoundObjective(epsilon: 0, penaltyWeight: 0.3), workers: workers)
    // Sums of at most 8 terms in each of three layers.
    #expect((plain.statistics.loss - bounds.statistics.loss).magnitude < 1e-13)
    #expect((plain.statistics.penalty - bounds.statistics.penalty).magnitude < 1e-13)
    #expect(plain.statistics.accuracy == bounds.statistics.accuracy)
    for (first, second) in zip(plain.gradient, bounds.gradient) {
      #expect((first - second).magnitude < 1e-13)
    }
  }

  @Test(arguments: Activation.allCases.filter(\.largestSlope.isFinite))
  func `loss and penalty rise with epsilon, and no point of the ball has more`(
    activation: Activation
  ) throws {
    let example = try RandomCase<Double>.perceptron(activation)
    func bounds(_ epsilon: Double) -> BoundStatistics {
      example.network.boundGradient(
        at: example.inputs, labels: example.labels, objective: BoundObjective(epsilon: epsilon),
        workers: workers
      ).statistics
    }
    let all = [0, 0.01, 0.1, 0.4, 1].map(bounds)
    for (less, more) in zip(all, all.dropFirst()) {
      #expect(less.crossEntropy < more.crossEntropy)
      #expect(less.penalty <= more.penalty)
      #expect(less.accuracy >= more.accuracy)
    }
    var generator = SeededGenerator(seed: 1, purpose: "ball")
    let worst = bounds(0.1)
    for _ in 0..<50 {
      var moved = example.inputs
      for index in moved.elements.indices {
        let value = moved.elements[index] + generator.uniform(-0.1, 0.1)
        moved.elements[index] = min(max(value, 0), 1)
      }
      let point = example.network.parameterGradient(
        at: moved, labels: example.labels, penaltyWeights: [0, 0], workers: workers
      ).statistics
      #expect(point.crossEntropy <= worst.crossEntropy)
      #expect(point.penalty <= worst.penalty)
      #expect(point.accuracy >= worst.accuracy)
    }
  }

  @Test func `bits do not depend on the number of threads`() throws {
    let image = InputShape(channels: 2, height: 7, width: 7)
    let networks = try [
      Architecture.multilayerPerceptron(
        input: image, widths: [150, 40], activation: .sigmoid, classes: 10),
      Architecture.convolutional(
        input: image, channels: [6], units: 20, activation: .relu, classes: 10),
    ]
    for architecture in networks {
      var generator = SeededGenerator(seed: 3, purpose: "threads")
      let network = Network<Float>(
        architecture, initializer: .heUniform, using: &generator)
      let inputs = Matrix(
        rows: 201, columns: 98, elements: (0..<201 * 98).map { _ in Float(generator.uniform()) })
      let results = [1, 2, 4].map { threads in
        network.boundGradient(
          at: inputs, labels: (0..<201).map { $0 % 10 }, objective: Self.full,
          workers: Workers(threads: threads))
      }
      for other in results.dropFirst() {
        #expect(other.statistics == results[0].statistics)
        #expect(other.gradient == results[0].gradient)
      }
      #expect(results[0].gradient.contains { $0 != 0 })
    }
  }
}
