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
    for seed in 0..<12 {
      let (subject, least) = try pieces(seed)
      let below = SplitCases.verify(
        subject, SplitCases.box(-1, 1, 2), [[SplitCases.atMost(least - 1e-3)]], inputLimit: 0)
      let above = SplitCases.verify(
        subject, SplitCases.box(-1, 1, 2), [[SplitCases.atMost(least + 1e-3)]], inputLimit: 0)
      #expect(below.margins[0] <= 1e-3 + 1e-12 && above.margins[0] <= -1e-3 + 1e-12)
      if case .violated = below.answer { Issue.record("\(seed): there is no such input") }
      #expect(above.answer != .holds)
      for case .unknown(let reason) in [below.answer, above.answer] {
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
