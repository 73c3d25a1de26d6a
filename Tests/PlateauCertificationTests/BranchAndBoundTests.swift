import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Branch and bound")
struct BranchAndBoundTests {
  private static let settings = SplitSettings(restarts: 4, attackSteps: 20)

  /// A perceptron of given matrices, row by row, and biases.
  private func network(
    _ layers: [(weights: [Double], biases: [Double])], inputs: Int,
    _ activation: Activation = .relu
  ) throws -> Network<Double> {
    let widths = layers.dropLast().map(\.biases.count)
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(inputs), widths: widths, activation: activation,
      classes: layers[layers.count - 1].biases.count)
    return try Network(architecture, parameters: layers.flatMap { $0.weights + $0.biases })
  }

  private func box(_ low: Double, _ high: Double, _ count: Int) -> VerificationProblem.Region {
    .box(
      lower: Array(repeating: low...low, count: count),
      upper: Array(repeating: high...high, count: count))
  }

  /// Output `output` · sign ≤ bound.
  private func atMost(_ bound: Double, _ output: Int = 0, sign: Double = 1) -> OutputInequality {
    OutputInequality([.init(output: output, coefficient: sign)], atMost: bound...bound)
  }

  private func verify(
    _ network: Network<Double>, _ region: VerificationProblem.Region,
    _ conjunctions: [[OutputInequality]], method: CertificationMethod = .complete,
    inputLimit: Int = 5, seconds: Double = 60
  ) -> VerificationResult {
    var settings = Self.settings
    settings.method = method
    settings.inputLimit = inputLimit
    settings.timeout = .seconds(seconds)
    return BranchAndBound(network, settings: settings)
      .verify(VerificationProblem(region, unsafe: conjunctions), workers: Cases.workers)
  }

  @Test("Toy networks of the competition, up to the last bit")
  func toys() throws {
    // 3·ReLU(2·h₁ + 2·h₂ + 2.5) twice, + 3.5, with h = ReLU(x + 1.5): at most 78.5, at x = 1.
    let small = try network(
      [
        ([1, 1], [1.5, 1.5]), ([2, 2, 2, 2], [2.5, 2.5]), ([3, 3], [3.5]),
      ], inputs: 1)
    let holds = verify(small, box(-1, 1, 1), [[atMost(-100, sign: -1)]])
    #expect(holds.answer == .holds)
    #expect(holds.margins[0] > 0 && holds.margins[0] <= 21.5)
    #expect(verify(small, box(-1, 1, 1), [[atMost(-78.500001, sign: -1)]]).answer == .holds)
    // The maximum itself is reached: only exact arithmetic can tell.
    guard
      case .violated(let found) = verify(small, box(-1, 1, 1), [[atMost(-78.5, sign: -1)]]).answer
    else {
      Issue.record("the maximum is reached")
      return
    }
    #expect(found.input == [1])
    #expect(found.outputs == [78.5])
    // ReLU(x / 2) copied by a dense layer, never below 0.
    let nano = try network([([0.5], [0]), ([1], [0])], inputs: 1)
    #expect(verify(nano, box(-1, 1, 1), [[atMost(-1)]]).answer == .holds)
    #expect(verify(nano, box(-1, 1, 1), [[atMost(0)]]).answer != .holds)
    let zero = verify(nano, box(-1, 1, 1), [[atMost(-1e-9)]])
    #expect(zero.answer == .holds)
  }

  @Test("Conjunctions that are possible one by one, but not together")
  func conjunctions() throws {
    // y₀ = x, y₁ = −3x.
    let pair = try network([([1, -1], [0, 0]), ([1, -1, -3, 3], [0, 0])], inputs: 1)
    let region = box(-1, 1, 1)
    #expect(verify(pair, region, [[atMost(-0.1), atMost(-0.1, 1)]]).answer == .holds)
    guard
      case .violated(let found) =
        verify(pair, region, [[atMost(-0.1), atMost(-0.1, 1)], [atMost(-0.5), atMost(2, 1)]]).answer
    else {
      Issue.record("x = −0.6 fulfills the second")
      return
    }
    #expect(found.conjunction == 1)
    #expect(found.input[0] <= -0.5 && found.input[0] >= -2.0 / 3)
    // Nothing is asked of outputs: any input is one; and no conjunction at all holds.
    if case .violated = verify(pair, region, [[]]).answer {} else { Issue.record("no input") }
    #expect(verify(pair, region, []).answer == .holds)
  }

  @Test("A counterexample must lie in the smallest box, a proof is of the largest")
  func decimalBoxes() throws {
    let identity = try network([([1, -1], [0, 0]), ([1, -1], [0])], inputs: 1)
    // The upper end is a number between 0.1 and its neighbor.
    let region = VerificationProblem.Region.box(lower: [0...0], upper: [0.1...0.1.nextUp])
    let bound = 0.1.nextUp
    let answer = verify(
      identity, region, [[atMost(-bound, sign: -1)]]
    ).answer
    guard case .unknown = answer else {
      Issue.record("\(answer), but nobody can tell")
      return
    }
    if case .violated = verify(identity, region, [[atMost(-0.1, sign: -1)]]).answer {
    } else {
      Issue.record("0.1 is in the box")
    }
  }

  /// The least output over −1...1 × −1...1 of one hidden layer: at a corner of the pieces.
  private func minimum(_ weights: [Double], _ biases: [Double], _ last: [Double]) -> Double {
    var lines = biases.indices.map { (weights[2 * $0], weights[2 * $0 + 1], biases[$0]) }
    lines += [(1, 0, 1), (1, 0, -1), (0, 1, 1), (0, 1, -1)]
    var least = Double.infinity
    for (index, p) in lines.enumerated() {
      for q in lines[..<index] {
        let determinant = p.0 * q.1 - p.1 * q.0
        guard determinant.magnitude > 1e-9 else { continue }
        let x = (p.1 * q.2 - q.1 * p.2) / determinant
        let y = (q.0 * p.2 - p.0 * q.2) / determinant
        guard max(x.magnitude, y.magnitude) <= 1 + 1e-12 else { continue }
        let value = biases.indices.reduce(0) { sum, unit in
          let z = weights[2 * unit] * x + weights[2 * unit + 1] * y + biases[unit]
          return sum + last[unit] * max(0, z)
        }
        least = min(least, value)
      }
    }
    return least
  }

  /// A random network of two inputs and one hidden layer, and its least output.
  private func pieces(_ seed: Int) throws -> (network: Network<Double>, least: Double) {
    var generator = SeededGenerator(seed: UInt64(seed), purpose: "pieces")
    let units = 4 + generator.below(10)
    let weights = (0..<2 * units).map { _ in generator.uniform(-2, 2) }
    let biases = (0..<units).map { _ in generator.uniform(-1, 1) }
    let last = (0..<units).map { _ in generator.uniform(-1, 1) }
    return (
      try network([(weights, biases), (last, [0])], inputs: 2), minimum(weights, biases, last)
    )
  }

  @Test("Least outputs of random networks are decided from both sides", arguments: 0..<12)
  func inputs(_ seed: Int) throws {
    let (subject, least) = try pieces(seed)
    let below = verify(subject, box(-1, 1, 2), [[atMost(least - 1e-3)]])
    #expect(below.answer == .holds, "\(below)")
    let above = verify(subject, box(-1, 1, 2), [[atMost(least + 1e-3)]])
    guard case .violated(let found) = above.answer else {
      Issue.record("\(above)")
      return
    }
    #expect(found.outputs[0] <= least + 1e-3 + 1e-12)
    #expect(found.input.allSatisfy { $0.magnitude <= 1 })
  }

  @Test("Splits of units contradict none of them, and seldom end without an answer")
  func units() throws {
    var undecided = 0
    for seed in 0..<12 {
      let (subject, least) = try pieces(seed)
      let below = verify(subject, box(-1, 1, 2), [[atMost(least - 1e-3)]], inputLimit: 0).answer
      let above = verify(subject, box(-1, 1, 2), [[atMost(least + 1e-3)]], inputLimit: 0).answer
      if case .violated = below { Issue.record("\(seed): there is no such input") }
      #expect(above != .holds)
      for case .unknown(let reason) in [below, above] {
        #expect(reason == .exhausted)
        undecided += 1
      }
    }
    // Multipliers of the last parts come near to their best values, but not as near as 1e-3.
    #expect(undecided <= 4)
  }

  @Test(
    "No answer contradicts a dense grid, whatever the nonlinearity",
    arguments: Activation.allCases, 0..<3)
  func grids(_ activation: Activation, _ seed: Int) throws {
    let subject = try Cases.network([2, 8, 8, 1], activation, gain: 2, seed: UInt64(seed))
    let sides = 65
    var points: [Double] = []
    for row in 0..<sides {
      for column in 0..<sides {
        points.append(Double(row) / 32 - 1)
        points.append(Double(column) / 32 - 1)
      }
    }
    let values = subject.logits(
      of: Matrix(rows: sides * sides, columns: 2, elements: points), workers: Cases.workers
    ).elements
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let range = most - least
    for part in [-0.3, -0.02, 0.02] {
      let bound = least + part * range
      let result = verify(subject, box(-1, 1, 2), [[atMost(bound)]])
      switch result.answer {
      case .holds: #expect(part < 0)
      case .violated(let found): #expect(found.outputs[0] <= bound + 1e-9)
      case .unknown: Issue.record("\(activation) \(part): \(result)")
      }
      if part > 0, case .violated = result.answer {
      } else if part > 0 {
        Issue.record("a point of the grid was missed")
      }
      if part == -0.3 { #expect(result.answer == .holds) }
    }
  }

  @Test("What an exact evaluation reaches is never excluded", arguments: 0..<10, [0, 5])
  func cancellations(_ seed: Int, _ inputLimit: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed), purpose: "wild")
    func wild(_ count: Int) -> [Double] { (0..<count).map { _ in generator.wildInteger(20) } }
    let subject = try network(
      [(wild(12), wild(6)), (wild(36), wild(6)), (wild(6), wild(1))], inputs: 2)
    // Integers below 2⁵³ times few: exact in 128 bits, and thresholds rounded to the unsafe side.
    var least = Int128.max
    for x in -2...2 {
      for y in -2...2 {
        let output = Exact.logits(subject, [Int128(x), Int128(y)], unit: 1)[0]
        least = min(least, output)
      }
    }
    var bound = Double(least)
    if Int128(bound) < least { bound = bound.nextUp }
    let answer = verify(
      subject, box(-2, 2, 2), [[atMost(bound)]], inputLimit: inputLimit, seconds: 0.5
    ).answer
    #expect(answer != .holds)
  }

  @Test("Tighter methods certify more, and none of what is falsified")
  func order() throws {
    let subject = try Cases.network([6, 12, 12, 3], .relu, gain: 2, seed: 3)
    let examples = Cases.examples(24, features: 6, classes: 3, seed: 4)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.08)
    var counts: [CertificationMethod: Int] = [:]
    for (row, label) in examples.labels.enumerated() {
      let problem = VerificationProblem(
        label: label, of: 3, at: examples.inputs.row(row).map { Double($0) }, within: threat)
      var isProven = false
      var answers: [VerificationAnswer] = []
      for method in CertificationMethod.allCases {
        var settings = Self.settings
        settings.method = method
        let result = BranchAndBound(subject, settings: settings)
          .verify(problem, workers: Cases.workers)
        answers.append(result.answer)
        if case .holds = result.answer {
          counts[method, default: 0] += 1
          isProven = true
        } else {
          #expect(!isProven, "\(method) of \(row)")
        }
      }
      if case .unknown = answers[3] { Issue.record("\(row) is undecided") }
    }
    #expect(counts[.complete, default: 0] > counts[.interval, default: 0])
  }

  @Test("Balls in ℓ2 are decided, too")
  func euclidean() throws {
    let subject = try Cases.network([6, 12, 3], .relu, gain: 2, seed: 7)
    let examples = Cases.examples(12, features: 6, classes: 3, seed: 8)
    let threat = ThreatModel(norm: .l2, epsilon: 0.1)
    var decided = (0, 0)
    for (row, label) in examples.labels.enumerated() {
      let center = examples.inputs.row(row).map { Double($0) }
      let problem = VerificationProblem(label: label, of: 3, at: center, within: threat)
      switch BranchAndBound(subject, settings: Self.settings)
        .verify(problem, workers: Cases.workers).answer
      {
      case .holds: decided.0 += 1
      case .violated(let found):
        decided.1 += 1
        let square = zip(found.input, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(square <= 0.01 * (1 + 1e-15))
      case .unknown: break
      }
    }
    #expect(decided.0 > 0 && decided.1 > 0)
  }

  @Test("The answer does not depend on the number of threads")
  func threads() throws {
    let subject = try Cases.network([6, 16, 16, 2], .relu, gain: 3, seed: 11)
    let problem = VerificationProblem(
      label: 0, of: 2, at: Array(repeating: 0.5, count: 6),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.2))
    let results = [1, 2].map { threads in
      BranchAndBound(subject, settings: Self.settings)
        .verify(problem, workers: Workers(threads: threads))
    }
    #expect(results[0] == results[1])
  }

  @Test("A search that is told to stop says so")
  func stopping() throws {
    let subject = try Cases.network([6, 16, 16, 2], .relu, gain: 3, seed: 11)
    let problem = VerificationProblem(
      label: 0, of: 2, at: Array(repeating: 0.5, count: 6),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.2))
    let verifier = BranchAndBound(subject, settings: Self.settings)
    #expect(
      verifier.verify(problem, workers: Cases.workers) { _ in false }.answer == .unknown(.stopped))
    var settings = Self.settings
    settings.timeout = .zero
    #expect(
      BranchAndBound(subject, settings: settings).verify(problem, workers: Cases.workers).answer
        == .unknown(.timeout))
  }
}
