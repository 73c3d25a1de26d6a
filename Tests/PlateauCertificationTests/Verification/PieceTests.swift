import PlateauCertification
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Branch and bound of networks whose least outputs are known")
struct PieceTests {
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
      try SplitCases.network([(weights, biases), (last, [0])], inputs: 2),
      minimum(weights, biases, last)
    )
  }

  @Test("Least outputs of random networks are decided from both sides", arguments: 0..<12)
  func inputs(_ seed: Int) throws {
    let (subject, least) = try pieces(seed)
    let below = SplitCases.verify(
      subject, SplitCases.box(-1, 1, 2), [[SplitCases.atMost(least - 1e-3)]])
    #expect(below.answer == .holds, "\(below)")
    let above = SplitCases.verify(
      subject, SplitCases.box(-1, 1, 2), [[SplitCases.atMost(least + 1e-3)]])
    #expect(below.margins[0] <= 1e-3 + 1e-12 && above.margins[0] <= -1e-3 + 1e-12)
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
    for seed in 0..<24 {
      let (subject, least) = try pieces(seed)
      for change in [-1e-3, 1e-3] {
        let result = SplitCases.verify(
          subject, SplitCases.box(-1, 1, 2), [[SplitCases.atMost(least + change)]], inputLimit: 0)
        #expect(result.margins[0] <= 1e-12 - change)
        switch result.answer {
        case .holds: #expect(change < 0, "\(seed)")
        case .violated: #expect(change > 0, "\(seed)")
        case .unknown(let reason):
          #expect(reason == .exhausted)
          undecided += 1
        }
      }
    }
    print("splits of units leave \(undecided) of 48 undecided")
    #expect(undecided <= 2)
  }

  @Test(
    "Splits of units and of inputs have the same answers",
    arguments: [Activation.relu, .clippedReLU])
  func agreement(_ activation: Activation) throws {
    var answers: [Bool: Int] = [:]
    var undecided = 0
    for seed in 0..<5 {
      let subject = try Cases.network([3, 7, 6, 2], activation, gain: 2.5, seed: UInt64(seed))
      let start = subject.logits(
        of: Matrix(rows: 1, columns: 3, elements: [0, 0, 0]), workers: Cases.workers
      ).elements
      for change in [0.1, 0.3, 0.6, 1] {
        let region = SplitCases.box(-1, 1, 3)
        // Both outputs below what they are at 0.
        let unsafe = [start.indices.map { SplitCases.atMost(start[$0] - change, $0) }]
        let byInputs = SplitCases.verify(subject, region, unsafe)
        let byUnits = SplitCases.verify(subject, region, unsafe, inputLimit: 0)
        if case .unknown = byInputs.answer { Issue.record("\(seed), \(change)") }
        guard byUnits.answer != .unknown(.exhausted) else {
          undecided += 1
          continue
        }
        #expect((byInputs.answer == .holds) == (byUnits.answer == .holds))
        answers[byUnits.answer == .holds, default: 0] += 1
      }
    }
    print("\(activation): splits of units leave \(undecided) of 20 undecided")
    #expect(undecided <= 2)
    #expect(answers[true, default: 0] > 4 && answers[false, default: 0] > 4, "\(answers)")
  }

  @Test(
    "No answer contradicts a dense grid, whatever the nonlinearity",
    arguments: Activation.allCases.filter { $0.largestSlope > 0 && $0.largestSlope.isFinite }, 0..<3
  )
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
      let result = SplitCases.verify(
        subject, SplitCases.box(-1, 1, 2), [[SplitCases.atMost(bound)]])
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
}
