import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@testable import PlateauCertification

/// Networks whose logits are not those of a dense layer.
@Suite("Any layer puts out the logits")
struct EndTests {
  static let image = OperationTests.image
  static let convolution = Layer.convolution(Convolution(channels: 3, window: Window(2)))

  static let cases: [OperationTests.Case] = [
    .init("a convolution", [.activation(.tanh), convolution]),
    .init(
      "a convolution of one pixel",
      [
        .convolution(Convolution(channels: 4, window: Window(height: 4, width: 3)))
      ]),
    .init("the mean of each channel", [convolution, .activation(.relu), .globalAveragePooling]),
    .init("an average pooling", [convolution, .activation(.sigmoid), .averagePooling(Pooling(2))]),
    .init("a max pooling", [convolution, .activation(.tanh), .maxPooling(Pooling(2))]),
    .init("a nonlinearity", [.dense(units: 5), .activation(.tanh)]),
    .init("a ReLU of an image", [convolution, .activation(.relu)]),
    .init("a nonlinearity of the input", [.activation(.sigmoid)]),
    .init("a flattening", [convolution, .activation(.sigmoid), .flatten]),
    .init("the input itself", [.flatten], .vector(3)),
    .init("the input as it is", [Layer(.identity, of: .input)]),
    .init(
      "a normalization",
      [
        .activation(.tanh), .dense(units: 2),
        .normalization(ChannelNormalization(means: [0.3, -1], deviations: [0.5, 3])),
      ]),
    .init("batch normalization", [convolution, .batchNormalization(epsilon: 1e-3)]),
    .init(
      "the sum of two heads",
      [
        .dense(units: 4), .activation(.tanh), .dense(units: 3),
        Layer(.dense(units: 3), of: .layer(1)), Layer(.sum, of: .layer(2), .previous),
      ]),
    .init(
      "a dense layer that is taken twice",
      [
        .dense(units: 3), .activation(.tanh), .dense(units: 3), .add(layer: 0),
      ]),
    .init(
      "a selection",
      [
        .dense(units: 4), .activation(.sigmoid), .dense(units: 3),
        Layer(
          .selection(
            Selection(shape: InputShape(channels: 4, height: 1, width: 1), places: [2, -1, 0, 1]))),
      ]),
  ]

  @Test("Files, bits, gradients and bounds agree", arguments: cases)
  func ends(_ test: OperationTests.Case) throws {
    let failures = try OperationCheck(samples: 200)
      .failures(of: test.layers, on: test.input, isWhole: true)
    #expect(failures == [])
  }

  @Test("A dense layer at the end makes the logits itself; of all else the last stage is a copy")
  func stages() throws {
    let plain = try Architecture(
      input: .vector(2), layers: [.dense(units: 3), .activation(.relu), .dense(units: 2)])
    #expect(plain.stages.count == 2)
    for test in Self.cases {
      let architecture = try Architecture(input: test.input, layers: test.layers)
      let last = try #require(architecture.stages.last)
      #expect(last.linear?.weight == nil && last.activation == nil, "\(test.testDescription)")
      #expect(last.output.channels == architecture.classCount, "\(test.testDescription)")
    }
  }

  @Test("Logits of an image are counted by channels, rows and columns")
  func order() throws {
    let architecture = try Architecture(
      input: InputShape(channels: 2, height: 1, width: 2), layers: [.activation(.relu)])
    let network = try Network<Double>(architecture, parameters: [])
    let logits = network.logits(
      of: Matrix(rows: 1, columns: 4, elements: [1, -2, 3, 4]), workers: Workers(threads: 1))
    #expect(logits.elements == [1, 0, 3, 4])
    let folded = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 2),
      layers: [.convolution(Convolution(channels: 2, window: Window(1)))])
    let doubled = try Network<Double>(folded, parameters: [1, 10, 0, 0.5])
    // Channels lie last in memory, and first in what is put out.
    #expect(
      doubled.logits(
        of: Matrix(rows: 1, columns: 2, elements: [3, 5]), workers: Workers(threads: 1)
      ).elements == [3, 5, 30.5, 50.5])
  }

  /// A ReLU of two units at the end: z₀ = max(0, x₀ − x₁), z₁ = max(0, x₁ − x₀ − 0.5).
  private func rectified() throws -> Network<Double> {
    try Network<Double>(
      Architecture(input: .vector(2), layers: [.dense(units: 2), .activation(.relu)]),
      parameters: [1, -1, -1, 1, 0, -0.5])
  }

  @Test("Branch and bound decides about them", arguments: [CertificationMethod.crown, .complete])
  func verification(_ method: CertificationMethod) throws {
    let network = try rectified()
    var settings = SplitCases.settings
    settings.method = method
    // z₀ − z₁ is above 0 just where x₀ > x₁, and 0 between x₁ − 0.5 and x₁.
    for (epsilon, holds) in [(0.1, true), (0.3, false)] {
      let problem = VerificationProblem(
        label: 0, of: 2, at: [0.75, 0.25],
        within: ThreatModel(norm: .lInfinity, epsilon: epsilon))
      let answer = BranchAndBound(network, settings: settings)
        .verify(problem, workers: Cases.workers).answer
      switch answer {
      case .holds: #expect(holds)
      case .violated(let found):
        #expect(!holds)
        #expect(found.outputs[0] <= found.outputs[1])
      case .unknown: #expect(method != .complete)
      }
    }
  }

  @Test("Splits decide where bounds alone do not")
  func splits() throws {
    var generator = SeededGenerator(seed: 5, purpose: "ends")
    var settings = SplitCases.settings
    settings.inputLimit = 0
    let architecture = try Architecture(
      input: .vector(3),
      layers: [
        .dense(units: 6), .activation(.relu), .dense(units: 4), .activation(.relu),
        Layer(.identity, of: .previous),
      ])
    var answers: Set<Bool> = []
    for trial in 0..<12 {
      let network = Network<Double>(architecture, initializer: .heUniform, using: &generator)
      let point = (0..<3).map { _ in Double.random(in: 0.2...0.8, using: &generator) }
      let logits = network.logits(
        of: Matrix(rows: 1, columns: 3, elements: point), workers: Cases.workers
      ).elements
      let label = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      let problem = VerificationProblem(
        label: label, of: 4, at: point, within: ThreatModel(norm: .lInfinity, epsilon: 0.1))
      let answer = BranchAndBound(network, settings: settings)
        .verify(problem, workers: Cases.workers).answer
      // The least margin on a fine grid.
      let steps = 21
      var points: [Double] = []
      for index in 0..<steps * steps * steps {
        for axis in 0..<3 {
          let place = [index % steps, index / steps % steps, index / steps / steps][axis]
          points.append(min(max(point[axis] + 0.1 * (Double(place) / 10 - 1), 0), 1))
        }
      }
      let rows = network.logits(
        of: Matrix(rows: points.count / 3, columns: 3, elements: points), workers: Cases.workers)
      let least = (0..<rows.rows).reduce(Double.infinity) { least, row in
        (0..<4).filter { $0 != label }.reduce(least) {
          min($0, rows[row, label] - rows[row, $1])
        }
      }
      switch answer {
      case .holds:
        answers.insert(true)
        #expect(least > 0, "trial \(trial)")
      case .violated(let found):
        answers.insert(false)
        #expect(
          found.outputs.indices.contains {
            $0 != label && found.outputs[$0] >= found.outputs[label]
          })
      case .unknown: break
      }
    }
    #expect(answers.count == 2)
  }

  @Test("Jacobians begin at the logits", arguments: [GradientRule.naive, .stable])
  func jacobians(_ rule: GradientRule) throws {
    let workers = Workers(threads: 1)
    // z₀ = x₀ − x₁ = 0.5, and z₁ is 0 with slope 0.
    let point = Matrix(rows: 1, columns: 2, elements: [0.75, 0.25])
    let network = try rectified()
    #expect(
      network.jacobian(of: .logits, at: point, rule: rule, workers: workers).values.elements
        == [1, -1, 0, 0])
    let found = network.jacobian(of: .probabilities, at: point, rule: rule, workers: workers)
    // p₀·p₁ with odds of √e.
    let odds = 1.6487212707001282
    let slope = odds / ((1 + odds) * (1 + odds))
    for (own, expected) in zip(found.values.elements, [slope, -slope, -slope, slope]) {
      #expect((own - expected).magnitude < 1e-15)
    }
    // Channels lie last in memory, and first in what is put out.
    let folded = try Architecture(
      input: InputShape(channels: 1, height: 1, width: 2),
      layers: [.convolution(Convolution(channels: 2, window: Window(1)))])
    let doubled = try Network<Double>(folded, parameters: [1, 10, 0, 0.5])
    #expect(
      doubled.jacobian(of: .logits, at: point, rule: rule, workers: workers).values.elements
        == [1, 0, 0, 1, 10, 0, 0, 10])
  }

  @Test("Logits are scaled by a layer after them")
  func scaled() throws {
    let network = try rectified()
    let inputs = Matrix(rows: 1, columns: 2, elements: [0.75, 0.25])
    let workers = Workers(threads: 1)
    #expect(
      network.multiplyingLogits(by: 4).logits(of: inputs, workers: workers).elements == [2, 0])
    // The dense layer is followed by a nonlinearity, so that it is a hidden one.
    #expect(
      network.multiplyingHiddenLayers(by: 2).logits(of: inputs, workers: workers).elements
        == [1, 0])
    let convolutional = try Network<Double>(
      Architecture(
        input: InputShape(channels: 1, height: 1, width: 2),
        layers: [.convolution(Convolution(channels: 1, window: Window(1)))]), parameters: [1, 0])
    #expect(convolutional.multiplyingHiddenLayers(by: 2) == convolutional)
  }

  @Test("65536 classes are possible")
  func many() throws {
    let count = 1 << 16
    let architecture = try Architecture(
      input: .vector(4), layers: [.dense(units: count), .activation(.relu)])
    var parameters = [Double](repeating: 0, count: architecture.layout.count)
    for unit in 0..<count { parameters[unit * 4] = Double(unit) }
    let network = try Network<Double>(architecture, parameters: parameters)
    let inputs = Matrix(rows: 1, columns: 4, elements: [0.5, 0, 0, 0])
    let workers = Workers(threads: 2)
    #expect(
      network.logits(of: inputs, workers: workers).elements.last == Double(count - 1) / 2)
    let gradient = network.inputGradient(
      of: .margin, at: inputs, labels: [7], rule: .stable, workers: workers)
    // Of the largest other logit less that of the label.
    #expect(gradient.values.elements[0] == Double(count - 1 - 7))
    let examples = Examples(
      inputs: inputs.converted(), labels: [count - 1], classCount: count, shape: .vector(4))
    let margins = IntervalBounds(network).margins(
      of: examples, within: ThreatModel(norm: .lInfinity, epsilon: 0), workers: workers)
    #expect(margins[0] <= 0.5 && margins[0] > 0.499)
  }
}
