import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("HopSkipJump")
struct HopSkipJumpTests {
  let one = Workers(threads: 1)

  @Test(arguments: [Norm.lInfinity, .l2])
  func `against a linear classifier the distance is nearly the closed form`(norm: Norm) throws {
    let network = try Toy.twoClassLinear()
    let inputs = Toy.examples(30, seed: 9, range: 0.3...0.7).inputs
    let logits = network.logits(of: inputs.converted(), workers: one)
    let labels = (0..<30).map { logits[$0, 0] >= logits[$0, 1] ? 0 : 1 }
    let examples = Examples(inputs: inputs, labels: labels, classCount: 2, shape: .vector(10))
    let weights = Array(network[network.architecture.layout.tensors[0]])
    let difference = (0..<10).map { weights[$0] - weights[10 + $0] }
    let dual =
      norm == .l2
      ? difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
      : difference.reduce(0) { $0 + $1.magnitude }
    let result = HopSkipJump(queries: 1500)(
      network, on: examples, within: ThreatModel(norm: norm, epsilon: 2),
      options: AttackOptions(keepsSmallest: true), workers: one)
    var ratios: [Double] = []
    for (index, outcome) in result.outcomes.enumerated() {
      #expect(outcome.isSuccess)
      let margin = (logits[index, 0] - logits[index, 1]).magnitude
      // The box lies at least 0.3 away; nearer boundaries have the distance margin / ‖v‖.
      guard margin < 0.25 * dual else { continue }
      ratios.append(outcome.size.size(in: norm) / (margin / dual))
    }
    ratios.sort()
    #expect(ratios.count > 20)
    // No point of the other class is nearer than the closed form, up to rounding to Float.
    #expect(ratios.allSatisfy { $0 > 1 - 1e-3 })
    #expect(ratios[ratios.count / 2] < 1.1)
  }

  @Test(arguments: [Norm.lInfinity, .l2])
  func `it uses decisions alone`(norm: Norm) throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(40, seed: 3)
    let threat = ThreatModel(norm: norm, epsilon: norm == .l2 ? 0.4 : 0.15)
    let attack = HopSkipJump(queries: 400)
    let full = attack(network, on: examples, within: threat, workers: one)
    let blind = attack(DecisionsOnly(base: network), on: examples, within: threat, workers: one)
    #expect(full == blind)
    #expect(full.successes > 10)
  }

  @Test func `no example is asked more often than its queries`() throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(40, seed: 3)
    let threat = ThreatModel(norm: .l2, epsilon: 0.01)
    let result = HopSkipJump(queries: 300)(network, on: examples, within: threat, workers: one)
    for outcome in result.outcomes where !outcome.isMisclassified {
      // Beside the search's queries the harness counts one for each proposal, one a step.
      #expect(outcome.queries <= 310)
      #expect(outcome.isSuccess || outcome.queries > 280)
    }
  }

  @Test func `a target needs points to begin from, and comes nearer from them`() throws {
    let network = try Toy.network(.sigmoid)
    let examples = Toy.examples(40, seed: 3)
    let targets = examples.labels.map { ($0 + 1) % 3 }
    let attack = HopSkipJump(queries: 400, beginnings: Toy.examples(60, seed: 8).inputs)
    let result = attack(
      network, on: examples, within: ThreatModel(norm: .l2, epsilon: 10),
      goal: .targeted(targets), options: AttackOptions(keepsSmallest: true), workers: one)
    #expect(result.successes >= 38)
    let direct = HopSkipJump(queries: 60, beginnings: Toy.examples(60, seed: 8).inputs)(
      network, on: examples, within: ThreatModel(norm: .l2, epsilon: 10),
      goal: .targeted(targets), options: AttackOptions(keepsSmallest: true), workers: one)
    let means = [result.meanDistortion ?? .infinity, direct.meanDistortion ?? 0]
    #expect(means[0] < 0.9 * means[1])
  }
}
