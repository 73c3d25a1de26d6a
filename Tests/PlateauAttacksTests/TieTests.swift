import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("Ties under attack")
struct TieTests {
  let examples = Toy.examples(60, seed: 3)
  let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)

  /// The linear classifier with a ReLU on its logits, shifted so that many of them are 0.
  private func rectified(shift: Double) throws -> Network<Double> {
    let linear = try Toy.linear()
    let architecture = try Architecture(
      input: .vector(10),
      layers: [.dense(units: 3), .activation(.relu), .dense(units: 3)])
    var parameters = linear.parameters
    for index in parameters.indices.suffix(3) { parameters[index] -= shift }
    return try Network(
      architecture, parameters: parameters + [1, 0, 0, 0, 1, 0, 0, 0, 1] + [0, 0, 0])
  }

  @Test func `an example whose label ties is wrong from the start`() throws {
    let network = try rectified(shift: 1)
    let decisions = Decisions(
      of: network, on: examples.inputs, labels: examples.labels, workers: Workers(threads: 2))
    #expect(decisions.ties > 0 && decisions.correct > 0)
    let result = ProjectedGradientDescent(steps: 5, restarts: 1)(
      network, on: examples, within: threat)
    #expect(result.outcomes.map(\.isMisclassified) == decisions.all.map { $0 != .correct })
    #expect(result.cleanAccuracy == decisions.accuracy)
  }

  @Test func `a tie that an attack reaches is a success`() throws {
    // Logits max(0, x − 1/2) and 0: no class is ever larger than the first, but it ties.
    let architecture = try Architecture(
      input: .vector(1), layers: [.dense(units: 1), .activation(.relu), .dense(units: 2)])
    let network = try Network<Double>(
      architecture, parameters: [1, -0.5, 1, 0, 0, 0])
    let near = Examples(
      inputs: Matrix(rows: 2, columns: 1, elements: [0.55, 0.75]), labels: [0, 0], classCount: 2,
      shape: .vector(1))
    let attacks: [any Attack] = [
      FastGradientSign(), ProjectedGradientDescent(steps: 20, restarts: 1),
      AutoProjectedGradientDescent(steps: 20), FastAdaptiveBoundary(), DeepFool(),
      CarliniWagner(iterations: 50), SquareAttack(queries: 100), RandomNoise(draws: 100),
    ]
    for attack in attacks {
      let result = attack.callAsFunction(
        network, on: near, within: threat, options: AttackOptions(loss: .margin),
        workers: Workers(threads: 1))
      #expect(result.outcomes.map(\.isSuccess) == [true, false], "\(attack.name)")
      #expect(result.robustAccuracy == 0.5)
    }
  }

  @Test func `nothing is a targeted success that is wrong from the start`() throws {
    let network = try Toy.linear()
    let shifted = Examples(
      inputs: examples.inputs, labels: examples.labels.map { ($0 + 1) % 3 }, classCount: 3,
      shape: examples.shape)
    // The target is what the model answers anyway for most, and the search is not even begun.
    for early in [true, false] {
      let result = ProjectedGradientDescent(steps: 3, restarts: 1)(
        network, on: shifted, within: threat, goal: .targeted(examples.labels),
        options: AttackOptions(leavesEarly: early))
      for (index, outcome) in result.outcomes.enumerated() where outcome.isMisclassified {
        #expect(!outcome.isSuccess && outcome.isBroken && !outcome.isInconclusive)
        #expect(result.adversarial.row(index) == examples.inputs.row(index))
      }
      #expect(result.outcomes.count { $0.isMisclassified } > 40)
    }
  }

  @Test func `logits that are no numbers are errors, and no attack breaks on them`() throws {
    // Sums of 1e308 overflow, and their difference is no number.
    let architecture = try Architecture(
      input: .vector(2), layers: [.dense(units: 2), .activation(.relu), .dense(units: 2)])
    let network = try Network<Double>(
      architecture,
      parameters: [1e308, 1e308, 1e308, 1e308, 0, 0] + [1, -1, 0, 0, 0, 0])
    let ones = Examples(
      inputs: Matrix(rows: 2, columns: 2, elements: [1, 1, 0, 0]), labels: [0, 1], classCount: 2,
      shape: .vector(2))
    let decisions = Decisions(
      of: network, on: ones.inputs, labels: ones.labels, workers: Workers(threads: 1))
    #expect(decisions.all == [.notFinite, .tied])
    #expect(decisions.confidence == 0.5)
    let result = ProjectedGradientDescent(steps: 3, restarts: 2)(network, on: ones, within: threat)
    #expect(result.cleanAccuracy == 0 && result.robustAccuracy == 0 && result.successes == 0)
  }

  @Test func `logits are the same for any number of threads and any batch`() throws {
    let network = try Toy.network(.sigmoid)
    let many = Toy.examples(301, seed: 4)
    let all = network.judgedLogits(of: many.inputs, workers: Workers(threads: 1))
    #expect(all == network.judgedLogits(of: many.inputs, workers: Workers(threads: 4)))
    let some = network.judgedLogits(
      of: many.prefix(7).inputs, workers: Workers(threads: 2))
    for row in 0..<7 { #expect(Array(some.row(row)) == Array(all.row(row))) }
  }
}
