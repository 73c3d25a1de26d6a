import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Decisions on logits")
struct DecisionTests {
  static let least = Double.leastNonzeroMagnitude
  static let infinity = Double.infinity
  static let finite: [([Double], Int, Decision)] = [
    ([1, 3, 2], 1, .correct), ([1, 3, 2], 0, .wrong), ([1, 3, 3], 1, .tied),
    ([1, 3, 3], 2, .tied), ([1, 3, 3], 0, .wrong), ([0, 0, 0], 0, .tied), ([0, -0.0], 0, .tied),
    ([least, 0], 0, .correct), ([0, least], 0, .wrong), ([7], 0, .correct),
  ]
  static let others: [([Double], Int, Decision)] = [
    ([.nan, 1, 0], 1, .notFinite), ([.nan, 1, 0], 0, .notFinite), ([1, .nan], 0, .notFinite),
    ([.nan, .nan], 1, .notFinite), ([infinity, 0], 0, .correct), ([infinity, 0], 1, .notFinite),
    ([infinity, infinity], 0, .notFinite), ([-infinity, 0], 1, .correct),
    ([-infinity, -infinity], 0, .notFinite),
  ]

  @Test(arguments: finite + others) func `the label wins only with a larger logit than all others`(
    logits: [Double], label: Int, expected: Decision
  ) {
    #expect(Decision(logits, label: label) == expected)
    let single = logits.map { Float($0) }
    let wins = single.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { Decision.wins(label, among: $0, classes: buffer.count) }
    }
    // The least number of Double is 0 in Float.
    if !logits.contains(Self.least) { #expect(wins == (expected == .correct)) }
  }

  @Test func `training counts a tie as an error`() throws {
    // Two equal logits for every input, of which the first was taken before.
    let architecture = try Architecture(input: .vector(2), layers: [.dense(units: 2)])
    let network = try Network<Float>(architecture, parameters: [1, 2, 1, 2, 0, 0])
    let inputs = Matrix<Float>(rows: 3, columns: 2, elements: [0.5, 1, 1, 1, 0.25, 0])
    let pass = network.parameterGradient(
      at: inputs, labels: [0, 0, 1], penaltyWeights: [], workers: Workers(threads: 1))
    #expect(pass.statistics.accuracy == 0)
  }
}
