import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauCertification

@Suite("Leaves that only rational arithmetic decides")
struct ExactLeafTests {
  /// |3x − 1| and x, of x in [0, 1]: 0 at a number that is none of double precision.
  private static func distance(_ bias: Double = 0) throws -> Network<Double> {
    try SplitCases.network(
      [([3, -3, 1], [-1, 1, 0]), ([1, 1, 0, 0, 0, 1], [bias, 0])], inputs: 1)
  }

  private func answer(
    _ network: Network<Double>, _ conjunction: [OutputInequality], inputLimit: Int = 0
  ) -> VerificationAnswer {
    SplitCases.verify(
      network, SplitCases.box(0, 1, 1), [conjunction], inputLimit: inputLimit
    ).answer
  }

  private func isStrictly(
    below bound: Double, _ output: Int = 0, sign: Double = 1
  ) -> OutputInequality {
    OutputInequality(
      [.init(output: output, coefficient: sign)], atMost: bound...bound, isStrict: true)
  }

  @Test("A least value of exactly 0 is decided by the strictness of the property")
  func strictness() throws {
    let network = try Self.distance()
    guard case .violated(let found) = answer(network, [SplitCases.atMost(0)]) else {
      Issue.record("|3x − 1| ≤ 0 holds at 1/3")
      return
    }
    #expect(found.exactInput == ["1/3"])
    #expect((found.input[0] - 1 / 3.0).magnitude < 1e-16)
    #expect(answer(network, [isStrictly(below: 0)]) == .holds)
    // One of both is strict, and holds at 1/3, or does not.
    let equal = SplitCases.atMost(0)
    #expect(isViolated(answer(network, [equal, isStrictly(below: 0.5, 1)])))
    #expect(answer(network, [equal, isStrictly(below: 0.25, 1)]) == .holds)
    #expect(answer(network, [equal, isStrictly(below: -0.5, 1, sign: -1)]) == .holds)
  }

  private func isViolated(_ answer: VerificationAnswer) -> Bool {
    if case .violated = answer { true } else { false }
  }

  @Test("What is a little above 0 is proven, what is a little below is refuted")
  func distances() throws {
    for tiny in [1e-17, 1e-30, 1e-300] {
      #expect(answer(try Self.distance(tiny), [SplitCases.atMost(0)]) == .holds)
      guard case .violated(let found) = answer(try Self.distance(-tiny), [isStrictly(below: 0)])
      else {
        Issue.record("|3x − 1| < \(tiny) holds at 1/3")
        continue
      }
      #expect(found.exactInput == ["1/3"])
    }
  }

  @Test("A normalization by a root that is irrational is not decided")
  func irrational() throws {
    let architecture = try Architecture(
      input: .vector(1),
      layers: [
        .dense(units: 2), .batchNormalization(epsilon: 1e-5), .activation(.relu), .dense(units: 1),
      ])
    let network = try Network(
      architecture,
      parameters: [3, -3, -1, 1] + [1, 1, 0, 0, 0, 0, 0.3, 0.3] + [1, 1, 0])
    let result = SplitCases.verify(
      network, SplitCases.box(0, 1, 1), [[SplitCases.atMost(0)]], inputLimit: 0)
    #expect(result.answer == .unknown(.exhausted))
  }

  /// The outputs of a perceptron of whole weights at an input of whole numbers, divided by `unit`.
  private static func logits(
    _ layers: [(weights: [Double], biases: [Double])], _ point: [Int], unit: Int
  ) -> [Int] {
    var values = point
    for (index, layer) in layers.enumerated() {
      let made = layer.biases.indices.map { row in
        values.indices.reduce(Int(layer.biases[row]) * unit) {
          $0 + Int(layer.weights[row * values.count + $1]) * values[$1]
        }
      }
      values = index + 1 < layers.count ? made.map { max(0, $0) } : made
    }
    return values
  }

  @Test("Perceptrons of whole weights are decided, whatever the bound", arguments: 0..<40)
  func perceptrons(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, purpose: "perceptrons")
    func whole(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double(Int(generator.below(9)) - 4) }
    }
    let layers = [(whole(10), whole(5)), (whole(20), whole(4)), (whole(4), whole(1))]
    let network = try SplitCases.network(layers, inputs: 2)
    let region = SplitCases.box(-1, 1, 2)
    // The least value at points of a grid is often that of the box.
    let grid = (-12...12).flatMap { x in (-12...12).map { y in [x, y] } }
    let least = try #require(grid.map { Self.logits(layers, $0, unit: 12)[0] }.min())
    for bound in [least, least - 1] where bound % 12 == 0 || bound % 3 == 0 {
      for isStrict in [false, true] {
        let value = Double(bound) / 12
        let inequality = OutputInequality(
          [.init(output: 0, coefficient: 1)], atMost: value...value, isStrict: isStrict)
        let result = SplitCases.verify(network, region, [[inequality]], inputLimit: 0)
        #expect(result.answer != .unknown(.exhausted))
        if bound == least, !isStrict { #expect(isViolated(result.answer)) }
        guard case .violated(let found) = result.answer, found.exactInput == nil else { continue }
        let stages = IntervalStage.stages(of: network)
        let outputs = try #require(
          ExactNetwork(stages: stages, deadline: .never)
            .outputs(at: found.input.map(Rational.init)))
        #expect(isStrict ? outputs[0] < Rational(value) : outputs[0] <= Rational(value))
      }
    }
  }

  @Test("Convolutions and averages are what double precision makes of them, but for its roundings")
  func images() throws {
    let shape = InputShape(channels: 1, height: 6, width: 6)
    let architecture = try Architecture(
      input: shape,
      layers: [
        .convolution(Convolution(channels: 2, window: Window(3, padding: 1))), .activation(.relu),
        .averagePooling(Pooling(3)), .flatten, .dense(units: 3), .activation(.relu),
        .dense(units: 2),
      ])
    var generator = SeededGenerator(seed: 2, purpose: "network")
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    let point = (0..<36).map { _ in generator.uniform() }
    let exact = try #require(
      ExactNetwork(stages: IntervalStage.stages(of: network), deadline: .never)
        .outputs(at: point.map(Rational.init)))
    let logits = network.logits(
      of: Matrix(rows: 1, columns: 36, elements: point), workers: Cases.workers)
    for (value, logit) in zip(exact, logits.elements) {
      // Sums of a few dozen products of numbers below 2.
      #expect((value.nearest - logit).magnitude < 1e-14)
    }
  }
}
