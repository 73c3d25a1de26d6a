import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauCertification

@Suite("Bounds of hidden units refined by splits")
struct RefinementTests {
  /// A search that has bounded hidden units by α-CROWN, with as many rounds in its next refinement.
  private func search(
    _ network: Network<Double>, _ problem: VerificationProblem, rounds: Int,
    _ workers: Workers = Cases.workers
  ) -> VerificationSearch {
    let settings = SplitSettings(
      refinementRounds: rounds, restarts: 1, attackSteps: 0, inputLimit: 0)
    let search = VerificationSearch(
      BranchAndBound(network, settings: settings), problem, workers, until: .never)
    #expect(search.boundRoot(optimizes: true, until: .never) { _ in true } == nil)
    return search
  }

  /// The ramp relu(x) − relu(x − ½) over [−1, 1] lies between 0 and ½, which lines around each of
  /// the two rectifiers by itself do not show: there it reaches ¾.
  @Test("What two neurons make together is bounded as it is")
  func ramp() throws {
    let network = try SplitCases.network(
      [
        ([1, 1], [0, -0.5]), ([1, -1, -1, 1], [-0.25, 0.25]), ([1, 1, -1, 1], [0, 0]),
      ], inputs: 1)
    let problem = VerificationProblem(
      SplitCases.box(-1, 1, 1), unsafe: [[SplitCases.atMost(-10)]])
    let search = search(network, problem, rounds: 8)
    #expect(search.hiddenBounds()[1].upper[0] > 0.45)
    _ = search.refine { _ in true }
    let refined = search.hiddenBounds()[1]
    for (lower, upper) in zip(refined.lower, refined.upper) {
      #expect(lower <= -0.25 && lower > -0.25 - 1e-9)
      #expect(upper >= 0.25 && upper < 0.25 + 1e-9)
    }
    // Every tree has come to its end.
    #expect(search.refinementRounds == 0)
  }

  @Test("More splits never widen a bound, and all values lie inside", arguments: [1, 2, 3])
  func soundness(_ seed: UInt64) throws {
    let network = try Cases.network([6, 12, 12, 12, 2], .relu, gain: 2, seed: seed)
    let problem = VerificationProblem(
      label: 0, of: 2, at: Array(repeating: 0.5, count: 6),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.3))
    let search = search(network, problem, rounds: 2)
    var generator = SeededGenerator(seed: seed, purpose: "points")
    let entries = (0..<500).map { _ in
      Self.entries(network, (0..<6).map { _ in Double.random(in: 0.2...0.8, using: &generator) })
    }
    var widths: [Double] = []
    for _ in 0..<3 {
      // Without units that are left out their numbers are those of the network.
      let bounds = search.hiddenBounds()
      if search.engines[0].network.widths == search.verifier.bounded.widths {
        for entries in entries {
          for (bounds, values) in zip(bounds, entries) {
            for (unit, value) in values.enumerated() {
              #expect(bounds.lower[unit] <= value && value <= bounds.upper[unit])
            }
          }
        }
      }
      widths.append(
        bounds.reduce(0) { sum, bounds in
          sum + zip(bounds.lower, bounds.upper).reduce(0) { $0 + max(0, $1.1) - min(0, $1.0) }
        })
      _ = search.refine { _ in true }
    }
    #expect(widths == widths.sorted(by: >) && widths[1] < 0.95 * widths[0])
  }

  /// What enters each hidden layer.
  private static func entries(_ network: Network<Double>, _ point: [Double]) -> [[Double]] {
    var values = point
    var result: [[Double]] = []
    let stages = IntervalStage.stages(of: network)
    for stage in stages.dropLast() {
      guard let matrix = stage.matrix else { return [] }
      let entries = (0..<stage.outputs).map { unit in
        values.indices.reduce(matrix.biases[unit]) {
          $0 + matrix.weights[unit * stage.inputs + $1] * values[$1]
        }
      }
      result.append(entries)
      values = entries.map { max(0, $0) }
    }
    return result
  }

  @Test("With refinement a search takes a fraction of the subproblems, on any number of threads")
  func search() throws {
    let network = try Cases.network([20, 20, 20, 20, 20, 20, 2], .relu, gain: 2.5, seed: 4)
    let problem = VerificationProblem(
      label: 1, of: 2, at: Array(repeating: 0.5, count: 20),
      within: ThreatModel(norm: .lInfinity, epsilon: 0.12))
    func verify(rounds: Int, threads: Int) -> VerificationResult {
      var settings = SplitCases.settings
      (settings.refinementRounds, settings.inputLimit) = (rounds, 0)
      return BranchAndBound(network, settings: settings)
        .verify(problem, workers: Workers(threads: threads)) { $0.subproblems < 6000 }
    }
    #expect(verify(rounds: 0, threads: 2).answer == .unknown(.stopped))
    let refined = [1, 2].map { verify(rounds: 8, threads: $0) }
    #expect(refined[0].answer == .holds && refined[0].subproblems < 5000)
    #expect(refined[0] == refined[1])
  }
}
